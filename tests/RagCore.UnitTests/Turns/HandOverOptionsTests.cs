using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Turns.HandOver;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Turns;

public sealed class HandOverOptionsTests
{
    private readonly HandOverOptions _options = new();

    [Theory]
    [InlineData("U0ALICE")]
    [InlineData("W0ALICE")]
    [InlineData("S0DESK")]
    public void People_and_groups_of_slack_are_taken(string id)
    {
        _options.Slack.Mentions.Add(id);

        Assert.True(Validate().Succeeded);
        Assert.Equal([new HandOverPerson(id, id)], _options.PeopleOf(ChannelKind.Slack));
        Assert.Empty(_options.PeopleOf(ChannelKind.Teams));
        Assert.Empty(_options.PeopleOf(ChannelKind.Web));
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("C0OPS")]
    [InlineData("U0ALICE>")]
    [InlineData("!channel")]
    public void What_is_no_person_of_slack_stops_the_start(string id)
    {
        _options.Slack.Mentions.Add(id);

        Assert.StartsWith("HandOver:Slack:Mentions:0 is no id", Assert.Single(Validate().Failures!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kim", "Kim", "HandOver:Teams:Mentions:0:Id")]
    [InlineData("8f5b2f1e-0d0b-4d7c-9a55-0c0f6d1c0001", " ", "HandOver:Teams:Mentions:0:Name")]
    [InlineData("8f5b2f1e-0d0b-4d7c-9a55-0c0f6d1c0001", "<at>all</at>", "HandOver:Teams:Mentions:0:Name")]
    public void What_is_no_person_of_teams_stops_the_start(string id, string name, string key)
    {
        _options.Teams.Mentions.Add(new HandOverOptions.TeamsMention { Id = id, Name = name });

        Assert.StartsWith(key, Assert.Single(Validate().Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_ten_people_or_a_long_text_stop_the_start()
    {
        for (var i = 0; i <= HandOverOptions.MaxMentions; i++)
        {
            _options.Slack.Mentions.Add("U0ALICE");
        }

        _options.Text = new string('x', 301);

        Assert.Equal(2, Validate().Failures!.Count());
    }

    private ValidateOptionsResult Validate() => ((IValidateOptions<HandOverOptions>)new HandOverOptionsValidator()).Validate(name: null, _options);
}
