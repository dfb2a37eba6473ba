using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Commands;

/// <summary>The words by which a person asks for a person. Only a message that is nothing but them counts.</summary>
internal static class AskPersonWords
{
    private static readonly FrozenSet<string> All = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "ask a person", "ask a human", "human", "person",
        "mensch", "einen menschen fragen",
        "demander à une personne", "humain",
        "preguntar a una persona", "persona",
        "担当者", "担当者に聞く");

    /// <summary>Says whether a message asks for a person and nothing else.</summary>
    public static bool Contains(string text) => CommandNames.Parse(text) is { } words && All.Contains(words);
}
