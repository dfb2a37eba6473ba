using ChatOpsBot.RagCore.Knowledge.Analysis;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Analysis;

/// <summary>What one asks for and what the other states are one term; what means something else is not.</summary>
public sealed class LanguageStemmerTests
{
    [Theory]
    [InlineData(TextLanguage.German, "Urlaubstag Urlaubstage Urlaubstagen Urlaubstages")]
    [InlineData(TextLanguage.German, "Mitarbeiter Mitarbeitern Mitarbeiterin Mitarbeiterinnen")]
    [InlineData(TextLanguage.German, "beantragen beantragt beantragte")]
    [InlineData(TextLanguage.German, "Häuser Haus Hauses Haeuser")]
    [InlineData(TextLanguage.German, "Kündigung Kündigungen Kuendigung")]
    [InlineData(TextLanguage.French, "demande demandes demander demandé demandées")]
    [InlineData(TextLanguage.French, "employé l'employé employés employée")]
    [InlineData(TextLanguage.French, "journal journaux")]
    [InlineData(TextLanguage.French, "rembourser remboursement remboursés")]
    [InlineData(TextLanguage.Spanish, "solicitar solicito solicita solicitan")]
    [InlineData(TextLanguage.Spanish, "vacación vacaciones")]
    [InlineData(TextLanguage.Spanish, "empleado empleada empleados")]
    [InlineData(TextLanguage.Italian, "richiesta richieste")]
    [InlineData(TextLanguage.Italian, "azienda aziende dell'azienda")]
    [InlineData(TextLanguage.Italian, "prenotare prenotano prenotato prenotazione")]
    [InlineData(TextLanguage.Portuguese, "avaliação avaliações")]
    [InlineData(TextLanguage.Portuguese, "pagar pago pagam pagos")]
    [InlineData(TextLanguage.Dutch, "jaar jaren")]
    [InlineData(TextLanguage.Dutch, "brief brieven")]
    [InlineData(TextLanguage.Dutch, "medewerker medewerkers")]
    [InlineData(TextLanguage.Dutch, "zaal zalen")]
    [InlineData(TextLanguage.Swedish, "anställd anställda anställde")]
    [InlineData(TextLanguage.Swedish, "ansökan ansökans")]
    [InlineData(TextLanguage.Swedish, "chefen chefer chefernas")]
    [InlineData(TextLanguage.Norwegian, "reise reiser reisene")]
    [InlineData(TextLanguage.Danish, "medarbejder medarbejdere medarbejderne")]
    [InlineData(TextLanguage.English, "сотрудник сотрудники сотрудников сотрудникам")]
    public void Forms_of_a_word_are_one_term(TextLanguage language, string forms)
        => Assert.Single(TextAnalyzer.Analyze(forms, language).Select(token => token.Term).Distinct());

    [Theory]
    [InlineData(TextLanguage.German, "Recht Rechnung Richter")]
    [InlineData(TextLanguage.French, "contrat contre contact prime premier")]
    [InlineData(TextLanguage.Spanish, "empleado empresa emplazar")]
    [InlineData(TextLanguage.Dutch, "bonus bon boot")]
    public void Words_that_mean_something_else_are_not(TextLanguage language, string words)
    {
        var terms = TextAnalyzer.Analyze(words, language).Select(token => token.Term).ToList();

        Assert.Equal(terms.Distinct(), terms);
    }

    [Fact]
    public void Any_word_keeps_a_stem_no_longer_than_itself()
    {
        Prop.ForAll<string?>(text => Enum.GetValues<TextLanguage>().All(language =>
            TextAnalyzer.Analyze(text ?? string.Empty, language).All(token => token.Term.Length > 0))).QuickCheckThrowOnFailure();
        var random = new Random(3);
        for (var round = 0; round < 5000; round++)
        {
            var word = string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => "aeioustnrqgch'"[random.Next(14)])).Trim('\'');
            foreach (var language in Enum.GetValues<TextLanguage>())
            {
                Assert.All(TextAnalyzer.Analyze(word, language), token => Assert.InRange(token.Term.Length, 1, word.Length + 1));
            }
        }
    }
}
