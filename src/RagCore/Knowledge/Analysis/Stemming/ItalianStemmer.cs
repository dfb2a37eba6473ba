namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>Italian: the steps of https://snowballstem.org/algorithms/italian/stemmer.html on folded letters.</summary>
internal static class ItalianStemmer
{
    private const string Vowels = "aeiou";

    private static readonly SuffixRule[] Infinitives = SuffixRule.List(
        ("arci argli arla arle arli arlo armi arne arsi arti arvi", StemRegion.Verb, "ar", ""),
        ("erci ergli erla erle erli erlo ermi erne ersi erti ervi", StemRegion.Verb, "er", ""),
        ("irci irgli irla irle irli irlo irmi irne irsi irti irvi", StemRegion.Verb, "ir", ""),
        ("andolo andola andone andosi andoli", StemRegion.Verb, "ando", ""),
        ("endolo endola endone endosi endoli", StemRegion.Verb, "endo", ""));

    private static readonly SuffixRule[] Derivations = SuffixRule.List(
        ("anza anze ico ici ica ice iche ichi ismo ismi abile abili ibile ibili ista iste isti oso osi osa ose ante anti", StemRegion.Second, "", ""),
        ("icazione icazioni azione azioni atore atori", StemRegion.Second, "", ""),
        ("logia logie", StemRegion.Second, "log", ""),
        ("uzione uzioni usione usioni", StemRegion.Second, "u", ""),
        ("enza enze", StemRegion.Second, "ente", ""),
        ("amento amenti imento imenti", StemRegion.Verb, "", ""),
        ("amente", StemRegion.First, "", ""),
        ("mente", StemRegion.Second, "", ""),
        ("abilita icita ivita ita", StemRegion.Second, "", ""),
        ("ativo ativi ativa ative ivo ivi iva ive", StemRegion.Second, "", ""));

    private static readonly SuffixRule[] Tenses = SuffixRule.List(
        (
            "ammo ando ano are arono asse assero assi assimo ata ate ati ato ava avamo avano avate avi avo emmo enda ende endi endo erai eranno ere erebbe "
            + "erebbero erei eremmo eremo ereste eresti erete ero erono essero ete eva evamo evano evate evi evo iamo iate immo ira irai iranno ire irebbe irebbero "
            + "irei iremmo iremo ireste iresti irete iro irono isca iscano isce isci isco iscono issero ita ite iti ito iva ivamo ivano ivate ivi ivo ono uta ute "
            + "uti uto ar ir era",
            StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] Rest = SuffixRule.List(("ia ie ii io a e i o", StemRegion.Verb, "", ""));

    private static readonly SuffixRule[] LastH = SuffixRule.List(("ch", StemRegion.Verb, "c", ""), ("gh", StemRegion.Verb, "g", ""));

    public static int Stem(Span<char> buffer, int length)
    {
        var word = new RegionWord(buffer, length, Vowels);
        word.Apply(Infinitives);
        if (!word.Apply(Derivations))
        {
            word.Apply(Tenses);
        }

        word.Apply(Rest);
        word.Apply(LastH);
        return word.Length;
    }
}
