namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>
/// Spanish: the steps of https://snowballstem.org/algorithms/spanish/stemmer.html on folded letters. What only an accent tells apart, such as "trabajo" and
/// "trabajó", is one here.
/// </summary>
internal static class SpanishStemmer
{
    private const string Vowels = "aeiou";

    private static readonly SuffixRule[] Pronouns = SuffixRule.List(
        ("arme arse arlo arla arle arlos arlas arles arnos", StemRegion.Verb, "ar", ""),
        ("erme erse erlo erla erle erlos erlas erles ernos", StemRegion.Verb, "er", ""),
        ("irme irse irlo irla irle irlos irlas irles irnos", StemRegion.Verb, "ir", ""),
        ("andome andose andolo andola andole andolos", StemRegion.Verb, "ando", ""),
        ("iendome iendose iendolo iendola iendole iendolos", StemRegion.Verb, "iendo", ""));

    private static readonly SuffixRule[] Derivations = SuffixRule.List(
        ("anza anzas ico ica icos icas ismo ismos able ables ible ibles ista istas oso osa osos osas amiento amientos imiento imientos", StemRegion.Second, "", ""),
        ("adora ador acion adoras adores aciones ante antes ancia ancias icacion icaciones", StemRegion.Second, "", ""),
        ("logia logias", StemRegion.Second, "log", ""),
        ("ucion uciones", StemRegion.Second, "u", ""),
        ("encia encias", StemRegion.Second, "ente", ""),
        ("ativamente osamente icamente adamente amente", StemRegion.First, "", ""),
        ("ablemente iblemente antemente mente", StemRegion.Second, "", ""),
        ("abilidad idad abilidades idades icidad", StemRegion.Second, "", ""),
        ("ativa ativo ativas ativos iva ivo ivas ivos", StemRegion.Second, "", ""));

    private static readonly SuffixRule[] SmallTenses = SuffixRule.List(
        ("ya ye yan yen yeron yendo yo yas yes yais yamos", StemRegion.Verb, "", "u"));

    private static readonly SuffixRule[] Tenses = SuffixRule.List(
        (
            "arian arias aran ariais aria areis ariamos aremos ara are erian erias eran eras eriais eria ereis eriamos eremos era ere irian irias iran iras iriais "
            + "iria ireis iriamos iremos ira ire aba ada ida ia iera ad ed id ase iese aste iste an aban ian aran ieran asen iesen aron ieron ado ido ando iendo io "
            + "ar er ir as abas adas idas ias aras ieras ases ieses is ais abais iais arais ierais aseis ieseis asteis isteis ados idos amos abamos iamos imos "
            + "aramos ieramos iesemos asemos",
            StemRegion.Verb, "", ""),
        ("en es eis emos", StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] Rest = SuffixRule.List(("os a o e", StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] LastG = SuffixRule.List(("gu", StemRegion.Verb, "g", ""), ("qu", StemRegion.Verb, "c", ""));

    public static int Stem(Span<char> buffer, int length)
    {
        var word = new RegionWord(buffer, length, Vowels);
        word.Apply(Pronouns);
        if (!word.Apply(Derivations) && !word.Apply(SmallTenses))
        {
            word.Apply(Tenses);
        }

        word.Apply(Rest);
        word.Apply(LastG);
        return word.Length;
    }
}
