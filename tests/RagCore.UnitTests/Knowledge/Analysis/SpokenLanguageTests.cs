using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge.Analysis;
using Xunit.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Analysis;

public sealed class SpokenLanguageTests(ITestOutputHelper output)
{
    // What no rule was made with: every second question.
    private const double EnoughRecognised = 0.85;
    private const double FewMistaken = 0.02;

    public static TheoryData<string> Languages => [.. Phrases.All.Select(words => words.Language)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_short_question_is_answered_in_its_language_and_hardly_ever_in_another(string language)
    {
        var questions = Read(language);
        Assert.True(questions.Length >= 60);

        var made = Measure(language, questions.Where((_, n) => n % 2 == 0), "made with");
        var held = Measure(language, questions.Where((_, n) => n % 2 == 1), "held back");

        Assert.All([made, held], result => Assert.True(result.Right >= EnoughRecognised && result.Wrong <= FewMistaken, $"{language}: {result}"));
    }

    [Fact]
    public void A_question_in_a_language_without_words_of_its_own_is_not_taken_for_a_neighbour()
        => Assert.All(Read("others"), question => Assert.Null(SpokenLanguage.Of(question)));

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("VPN")]
    [InlineData("sick leave policy")]
    [InlineData("help")]
    [InlineData("sources")]
    [InlineData("Muñoz 2026")]
    [InlineData("年次休暇")]
    [InlineData("😀 42 %")]
    [InlineData("\uD83D")]
    public void A_text_that_does_not_say_is_not_guessed(string text) => Assert.Null(SpokenLanguage.Of(text));

    [Theory]
    [InlineData("Hilfe", "de")]
    [InlineData("/aide", "fr")]
    [InlineData("¡ayuda!", "es")]
    [InlineData("Fuentes", "es")]
    [InlineData("ヘルプ", "ja")]
    [InlineData("vergiss", "de")]
    [InlineData("Microsoft Teamsで録画する方法", "ja")]
    [InlineData("Who knows what ヘルプ means on this screen?", "en")]
    public void A_word_of_one_language_tells(string text, string language) => Assert.Equal(language, SpokenLanguage.Of(text));

    [Fact]
    public void A_long_text_is_read_only_as_far_as_it_takes()
        => Assert.Equal("de", SpokenLanguage.Of("Wie viele Urlaubstage habe ich? " + new string('x', 40_000)));

    private (double Right, double Wrong) Measure(string language, IEnumerable<string> questions, string set)
    {
        var told = questions.Select(question => (question, said: SpokenLanguage.Of(question))).ToList();
        var (right, wrong) = (told.Count(one => one.said == language), told.Where(one => one.said is { } said && said != language).ToList());
        output.WriteLine($"{language}, {set}: {right} of {told.Count} recognised, {wrong.Count} mistaken");
        foreach (var (question, said) in told.Where(one => one.said != language))
        {
            output.WriteLine($"  {said ?? "not told"}: {question}");
        }

        return ((double)right / told.Count, (double)wrong.Count / told.Count);
    }

    private static string[] Read(string name)
    {
        using var reader = new StreamReader(typeof(SpokenLanguageTests).Assembly.GetManifestResourceStream($"Questions/{name}")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
