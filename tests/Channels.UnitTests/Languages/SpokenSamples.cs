using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.UnitTests.Languages;

/// <summary>One reply of every kind as a person of each language gets it: the bot's own words from its files, the documents' beside them.</summary>
internal static class SpokenSamples
{
    private static readonly Dictionary<string, string[]> Documents = new(StringComparer.Ordinal)
    {
        ["en"] = ["Leave", "Annual leave", "Everybody gets 28 days of leave a year.", "How many days do I get?", "Which leave?", "Parental leave", "Handbook"],
        ["de"] = ["Urlaub", "Jahresurlaub", "Alle erhalten 28 Tage Urlaub im Jahr.", "Wie viele Tage bekomme ich?", "Welcher Urlaub ist gemeint?", "Elternzeit", "Handbuch"],
        ["fr"] = ["Congés", "Congés annuels", "Chacun a droit à 28 jours de congé par an.", "Combien de jours ai-je ?", "De quel congé s’agit-il ?", "Congé parental", "Manuel"],
        ["es"] = ["Vacaciones", "Vacaciones anuales", "Todos tienen 28 días de vacaciones al año.", "¿Cuántos días tengo?", "¿De qué permiso se trata?", "Permiso parental", "Manual"],
        ["ja"] = ["休暇", "年次休暇", "全員に年間28日の休暇が与えられます。", "休暇は何日ありますか？", "どの休暇ですか？", "育児休業", "ハンドブック"],
    };

    public static AnswerReply Quoted(Phrases words, int sources = 2)
    {
        var said = Documents[words.Language];
        return new(
            [.. Enumerable.Range(1, sources).Select(n => new AnswerStatement(said[2], [n]))],
            [.. Enumerable.Range(1, sources).Select(n => new Citation(n, $"leave-{n}.md", "v1", n == 2 ? string.Empty : said[0], [said[1]], new Uri($"https://wiki.example.com/{n}"), said[2], 0, 9, new DateOnly(2026, n % 12 + 1, n)))],
            AnswerMode.Extractive,
            Confidence.High,
            []);
    }

    public static AnswerReply Written(Phrases words) => Quoted(words) with
    {
        Mode = AnswerMode.Model,
        Confidence = Confidence.Medium,
        Notes =
        [
            words.Say(Phrase.Superseded, ("title", words.Quoted(Documents[words.Language][0]))),
            words.Say(Phrase.SupersededBy, ("title", words.Quoted(Documents[words.Language][0])), ("replacement", words.Quoted(Documents[words.Language][1]))),
            words.Say(Phrase.SourcesDisagreeOn, ("one", "[1]"), ("other", $"[2] ({words[Phrase.WithoutDate]})"), ("value", "28"), ("otherValue", "25")),
            words.Say(Phrase.QuestionCut, ("count", words.Number(4_000))),
            words[Phrase.AnswerIncomplete],
            words.Say(Phrase.BudgetUsedUpMonth, ("date", words.DayAndMonth(new DateOnly(2026, 3, 1)))),
            words.Say(Phrase.BudgetEconomyDay, ("percent", "94")),
        ],
    };

    /// <summary>Returns every kind by name.</summary>
    public static IReadOnlyList<(string Name, Reply Reply)> In(Phrases words)
    {
        var said = Documents[words.Language];
        return
        [
            ("answer", Quoted(words)),
            ("answer_written", Written(words)),
            ("answer_weak", Quoted(words, sources: 1) with { Confidence = Confidence.Low, Notes = [words[Phrase.NoModel]] }),
            ("answer_many_sources", Quoted(words, sources: 8)),
            ("no_evidence", new NoEvidenceReply(said[3], Searched(words, said[6], 1_234), words[Phrase.NextStep])),
            ("no_evidence_nothing_to_search", new NoEvidenceReply(string.Empty, words[Phrase.SearchedNothing], words[Phrase.NextStep])),
            ("clarification", new ClarificationReply(said[4], [said[1], said[5]])),
            ("help", Notice(words[Phrase.HelpText])),
            ("sources", Notice($"{words[Phrase.SourcesHere]}\n- {said[6]}: {words.Count(1, Phrase.DocumentCountOne, Phrase.DocumentCountOther)}\n- {said[6]} 2: {words.Count(1_234, Phrase.DocumentCountOne, Phrase.DocumentCountOther)}")),
            ("no_sources", Notice(words[Phrase.NoSources])),
            ("forgotten", Notice(words[Phrase.Forgotten])),
            ("nothing_asked", Notice(words[Phrase.NothingAsked])),
            .. Refusals(words).Select(refusal => ($"refusal_{refusal.Name}", (Reply)new NoticeReply(refusal.Text, NoticeKind.Refusal))),
            ("apology", new NoticeReply(words.Say(Phrase.Apology, ("time", "14:02 UTC"), ("reference", "7f3k9a2c")), NoticeKind.Apology)),
        ];
    }

    private static IEnumerable<(string Name, string Text)> Refusals(Phrases words)
    {
        yield return ("audience", words[Phrase.ExternalAudience]);
        yield return ("unknown_audience", words[Phrase.UnknownAudience]);
        yield return ("organisation", words[Phrase.OrganisationNotServed]);
        yield return ("workspace", words[Phrase.WorkspaceNotServed]);
        yield return ("busy", words[Phrase.Busy]);
        yield return ("overdue", words.Say(Phrase.Overdue, ("time", "14:02 UTC")));
        yield return ("quota", words.Say(Phrase.QuotaPerson, ("date", words.DayAndMonth(new DateOnly(2026, 12, 1)))));
        yield return ("quota_organisation", words.Say(Phrase.QuotaOrganisation, ("date", words.DayAndMonth(new DateOnly(2026, 5, 31)))));
        yield return ("rate", words.Say(Phrase.RatePersonOne, ("seconds", "1")));
        yield return ("rate_conversation", words.Say(Phrase.RateConversationOther, ("seconds", "20")));
        yield return ("rate_organisation", words.Say(Phrase.RateOrganisationOther, ("seconds", "59")));
    }

    private static string Searched(Phrases words, string source, int documents)
        => words.Count(documents, Phrase.DocumentsInOne, Phrase.DocumentsInOther, ("source", source));

    private static NoticeReply Notice(string text) => new(text, NoticeKind.Command);
}
