using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Analysis;

/// <summary>Words that only ask are told from words that are asked about, in the languages people ask in.</summary>
public sealed class QuestionLanguagesTests
{
    [Theory]
    [InlineData("Wie viele Tage Urlaub gibt es im Jahr?", "tage urlaub jahr")]
    [InlineData("Combien de jours de congé par an ?", "jours conge an")]
    [InlineData("¿Cuántos días de vacaciones tengo al año?", "dias vacaciones ano")]
    [InlineData("Quanti giorni di ferie ho ogni anno?", "giorni ferie ogni anno")]
    [InlineData("Quantos dias de férias tenho por ano?", "dias ferias ano")]
    [InlineData("Hoeveel vakantiedagen heb ik per jaar?", "vakantiedagen per jaar")]
    [InlineData("What is the per diem in Die Bahn?", "what is the per diem in die bahn")]
    [InlineData("hotel limit lisbon", "hotel limit lisbon")]
    public void Only_what_is_asked_about_is_left(string question, string left)
    {
        var words = new List<string>();
        var sink = new FoldedWords(words);
        TextAnalyzer.Analyze(question, ref sink);
        var language = QuestionLanguages.Choose(
            [.. words.Select(word => QuestionLanguages.MaskOf(word))], words.Count(word => TextAnalyzer.IsStopWord(word)));

        Assert.Equal(left, string.Join(' ', words.Where(word => (QuestionLanguages.MaskOf(word) & language) == 0)));
    }

    private readonly struct FoldedWords(List<string> words) : ITokenSink
    {
        public void Add(ReadOnlySpan<char> word, bool isEnglish, int start, int end, int position) => words.Add(word.ToString());
    }
}
