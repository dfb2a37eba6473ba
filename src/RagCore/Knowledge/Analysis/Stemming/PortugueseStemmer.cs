namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>
/// Portuguese: the steps of https://snowballstem.org/algorithms/portuguese/stemmer.html on folded letters: "ção" is "cao", "ções" "coes". Both
/// become one, as plurals do in Savoy's light stemmer (Savoy 2006, "Light stemming approaches for the French, Portuguese, German and Hungarian languages").
/// </summary>
internal static class PortugueseStemmer
{
    private const string Vowels = "aeiou";

    private static readonly SuffixRule[] Plurals = SuffixRule.List(
        ("oes aes aos", StemRegion.Verb, "ao", ""),
        ("ais", StemRegion.First, "al", ""),
        ("eis", StemRegion.First, "el", ""),
        ("ois", StemRegion.First, "ol", ""),
        ("ns", StemRegion.First, "m", ""));

    private static readonly SuffixRule[] Derivations = SuffixRule.List(
        (
            "eza ezas ico ica icos icas ismo ismos avel ivel ista istas oso osa osos osas amento amentos imento imentos adora ador adoras adores acao ante antes ancia "
            + "ancias icacao",
            StemRegion.Second, "", ""),
        ("logia logias", StemRegion.Second, "log", ""),
        ("ucao", StemRegion.Second, "u", ""),
        ("encia encias", StemRegion.Second, "ente", ""),
        ("ivamente osamente icamente adamente amente", StemRegion.First, "", ""),
        ("antemente avelmente ivelmente mente", StemRegion.Second, "", ""),
        ("abilidade icidade ividade idade idades", StemRegion.Second, "", ""),
        ("ativa ativo ativas ativos iva ivo ivas ivos", StemRegion.Second, "", ""));

    private static readonly SuffixRule[] Tenses = SuffixRule.List(
        (
            "ada ida ia aria eria iria ara era ira ava asse esse isse aste este iste ei arei erei irei am iam ariam eriam iriam aram eram iram avam em arem erem irem "
            + "assem essem issem ado ido ando endo indo arao erao irao ar er ir as adas idas ias arias erias irias aras eras iras avas es ardes erdes irdes ares eres ires "
            + "asses esses isses astes estes istes is areis ereis ireis areis ados idos amos aramos eramos iramos avamos iamos ariamos eriamos iriamos emos aremos "
            + "eremos iremos imos armos ermos irmos eu iu ou",
            StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] Rest = SuffixRule.List(("os a i o e", StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] LastG = SuffixRule.List(("gu", StemRegion.Verb, "g", ""), ("qu", StemRegion.Verb, "c", ""));

    public static int Stem(Span<char> buffer, int length)
    {
        var word = new RegionWord(buffer, length, Vowels);
        word.Apply(Plurals);
        if (!word.Apply(Derivations))
        {
            word.Apply(Tenses);
        }

        word.Apply(Rest);
        word.Apply(LastG);
        return word.Length;
    }
}
