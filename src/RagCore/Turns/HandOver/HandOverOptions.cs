using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Turns.HandOver;

/// <summary>Who answers what the documents do not. A platform without people offers no button.</summary>
public sealed class HandOverOptions
{
    public const string SectionName = "HandOver";

    /// <summary>How many people and groups are named in one message at most.</summary>
    public const int MaxMentions = 10;

    /// <summary>Gets or sets what is said to them, at most 300 characters; none by default.</summary>
    [StringLength(300)]
    public string? Text { get; set; }

    /// <summary>Gets the people and groups of Slack.</summary>
    public SlackPeople Slack { get; } = new();

    /// <summary>Gets the people of Teams.</summary>
    public TeamsPeople Teams { get; } = new();

    /// <summary>Returns who is named on a platform.</summary>
    public IReadOnlyList<HandOverPerson> PeopleOf(ChannelKind channel) => channel switch
    {
        ChannelKind.Slack => [.. Slack.Mentions.Select(id => new HandOverPerson(id, id))],
        ChannelKind.Teams => [.. Teams.Mentions.Select(person => new HandOverPerson(person.Id, person.Name))],
        _ => [],
    };

    /// <summary>The people and groups of Slack.</summary>
    public sealed class SlackPeople
    {
        /// <summary>Gets the ids: people <c>U…</c> or <c>W…</c>, user groups <c>S…</c>.</summary>
        public IList<string> Mentions { get; } = [];
    }

    /// <summary>The people of Teams.</summary>
    public sealed class TeamsPeople
    {
        /// <summary>Gets the people.</summary>
        public IList<TeamsMention> Mentions { get; } = [];
    }

    /// <summary>A person of Teams.</summary>
    public sealed class TeamsMention
    {
        /// <summary>Gets or sets the object id in Microsoft Entra.</summary>
        public string Id { get; set; } = string.Empty;

        /// <summary>Gets or sets the name that is shown, at most 80 characters.</summary>
        public string Name { get; set; } = string.Empty;
    }
}
