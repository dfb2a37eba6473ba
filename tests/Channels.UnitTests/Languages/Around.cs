using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.UnitTests.Languages;

/// <summary>Replies of which one part is just below, at and just above a limit.</summary>
internal static class Around
{
    private static readonly string[] Characters = ["x", "é", "休", "😀", "<", "\"", "x ", "- x\n"];

    private static readonly Citation Source = new(1, "Leave", "v1", "Leave", ["Annual leave"], new Uri("https://wiki.example.com/leave"), "28 days.", 0, 8, new DateOnly(2026, 9, 30));

    private static readonly AnswerReply Answer = new([new("28 days.", [1])], [Source], AnswerMode.Model, Confidence.High, []);

    /// <summary>Returns replies whose part is a text of about that length.</summary>
    public static IEnumerable<Reply> Length(string part, int limit) =>
        from length in Enumerable.Range(limit - 1, 3)
        from character in Characters
        select With(part, Text(character, length));

    /// <summary>Returns replies whose part is there about that often.</summary>
    public static IEnumerable<Reply> Count(string part, int limit) => Enumerable.Range(limit - 1, 3).Select(count => Times(part, count));

    /// <summary>Returns a text of exactly that many UTF-16 units, no surrogate pair taken apart.</summary>
    public static string Text(string character, int length)
        => string.Concat(Enumerable.Repeat(character, length / character.Length)).PadRight(length, 'x');

    private static Reply With(string part, string text) => part switch
    {
        "title" => Answer with { Citations = [Source with { Title = text }] },
        "path" => Answer with { Citations = [Source with { HeadingPath = [text] }] },
        "quote" => Answer with { Citations = [Source with { Quote = text }] },
        "url" => Answer with { Citations = [Source with { Link = new Uri("https://wiki.example.com/?q=".PadRight(text.Length, 'x')) }] },
        "statement" => Answer with { Statements = [new(text, [1])] },
        "statements" => Answer with { Statements = [new(text, [1]), new(text, [1])] },
        "note" => Answer with { Notes = [text] },
        "question" => new NoEvidenceReply(text, "3 documents", "Ask."),
        "searched" => new NoEvidenceReply("Why?", text, "Ask."),
        "next" => new NoEvidenceReply("Why?", "3 documents", text),
        "choice" => new ClarificationReply("Which?", [text, "Other"]),
        "asked" => new ClarificationReply(text, ["One", "Other"]),
        "notice" => new NoticeReply(text, NoticeKind.Command),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
    };

    private static Reply Times(string part, int count) => part switch
    {
        "quotes" => Answer with { Mode = AnswerMode.Extractive, Statements = [.. Enumerable.Range(1, count).Select(n => new AnswerStatement($"Sentence {n}.", [1]))] },
        "sentences" => Answer with { Statements = [.. Enumerable.Range(1, count).Select(n => new AnswerStatement($"Sentence {n}.", [1]))] },
        "sources" => Answer with
        {
            Statements = [.. Enumerable.Range(1, count).Select(n => new AnswerStatement($"Sentence {n}.", [n]))],
            Citations = [.. Enumerable.Range(1, count).Select(n => Source with { Number = n })],
        },
        "notes" => Answer with { Notes = [.. Enumerable.Range(1, count).Select(n => $"Note {n}.")] },
        "choices" => new ClarificationReply("Which?", [.. Enumerable.Range(1, count).Select(n => $"Choice {n}")]),
        "lines" => new NoticeReply(string.Join('\n', Enumerable.Range(1, count).Select(n => $"- line {n}")), NoticeKind.Command),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
    };
}
