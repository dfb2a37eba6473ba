using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Analysis;

public sealed class LanguageDetectorTests
{
    [Theory]
    [InlineData("German", TextLanguage.German)]
    [InlineData("French", TextLanguage.French)]
    [InlineData("Spanish", TextLanguage.Spanish)]
    [InlineData("Italian", TextLanguage.Italian)]
    [InlineData("Portuguese", TextLanguage.Portuguese)]
    [InlineData("Dutch", TextLanguage.Dutch)]
    public void Passages_are_told_apart(string set, TextLanguage language)
    {
        var passages = LanguageSets.Read(set).Select(pair => pair.Passage).Distinct().ToList();

        Assert.Equal(language, LanguageDetector.Detect(string.Join(' ', passages)));
        Assert.All(passages, passage => Assert.Contains(LanguageDetector.Detect(passage), new TextLanguage?[] { null, language }));
    }

    [Theory]
    [InlineData("Alla anställda har rätt till semester och ska ansöka om det hos sin chef.", TextLanguage.Swedish)]
    [InlineData("Alle ansatte må søke om ferie hos lederen sin, og de får svar etter to uker fra oss.", TextLanguage.Norwegian)]
    [InlineData("Alle medarbejdere skal søge om ferie hos lederen, og de får svar efter to uger af os.", TextLanguage.Danish)]
    [InlineData("All employees have the right to annual leave, and they must apply for it with their manager.", TextLanguage.English)]
    [InlineData("The Comunidad de Madrid and the Instituto de la Mujer y para la Igualdad de Oportunidades gave this to all of us", TextLanguage.English)]
    public void A_sentence_is_enough(string text, TextLanguage language) => Assert.Equal(language, LanguageDetector.Detect(text));

    [Theory]
    [InlineData("")]
    [InlineData("VPN 4012")]
    [InlineData("Rio de Janeiro, de, de, de, de")]
    [InlineData("日本語の文書")]
    [InlineData("\uD800 \uDC00")]
    public void What_says_nothing_is_not_guessed(string text) => Assert.Null(LanguageDetector.Detect(text));

    [Theory]
    [InlineData("de-CH", TextLanguage.German)]
    [InlineData("pt_BR", TextLanguage.Portuguese)]
    [InlineData("NB", TextLanguage.Norwegian)]
    [InlineData("ja", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_tag_names_a_language(string? tag, TextLanguage? language) => Assert.Equal(language, LanguageDetector.OfTag(tag));
}
