using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>
/// The words that say nothing in questions of other languages than English. A question is taken for one of a language when it has at least two
/// different ones of that language's words and more of them than of English ones: "die" and "was" alone are English.
/// </summary>
internal static class QuestionLanguages
{
    private const int FewestWords = 2;

    /// <summary>How many languages have words here, in the order of <see cref="TextLanguage"/> from its second on.</summary>
    internal static int Count => Languages.Length;

    private static readonly HashSet<string>[] Languages =
    [
        // German
        Read("""
            aber als am an auch auf aus bei beim bin bis bitte da damit dann das dass dein deine dem den denn der des dich die dir doch du durch ein eine einem einen einer
            eines er es etwas euch euer für gegen geht gibt hab habe haben hast hat hatte hier ich ihm ihn ihr ihre ihren ihrer im in ins ist ja jede jeden jeder jedes kann
            kannst kein keine keinen können könnte lange machen man mehr mein meine meinem meinen meiner mich mir mit muss müssen nach nicht noch nur ob oder ohne sehr sein
            seine seit sich sie sind so soll sollte über um und uns unser unsere unter viel viele vom von vor wann warum was welche welchem welchen welcher welches wem wen
            wenn wer werde werden wie wieviel wieviele will wir wird wo wofür woher wohin womit wozu würde zu zum zur zwischen
            """),

        // French
        Read("""
            a ai au aux avec avoir avons ce ces cet cette combien comment dans de des doit dois donc du elle elles en es est et être eu fait faire faut il ils je la là le les
            leur leurs lui ma mais me mes moi mon ne nos notre nous on ont ou où par pas peut peux plus pour pourquoi puis quand que quel quelle quelles quels qui quoi sa
            sans se ses si son sont sur ta te tes toi ton tous tout toute tu un une vos votre vous y
            """),

        // Spanish
        Read("""
            a al algo como cómo con cual cuál cuales cuáles cuando cuándo cuanta cuánta cuantas cuántas cuanto cuánto cuantos cuántos de debe debo del desde donde dónde dos
            el él ella ellos en entre era es esa ese eso esta está están estar este esto fue ha haber hace hacer hacia han hasta hay la las le les lo los más me mi mis muy
            nada ni no nos nosotros nuestra nuestro o para pero por porque puede puedo que qué quien quién quienes se sea ser si sí sin sobre son su sus también te tengo
            tiene tienen tu tus un una unas uno unos usted y ya yo
            """),

        // Italian
        Read("""
            a ad al alla alle agli ai anche avere c'è che chi ci come con cosa cui da dal dalla dei del della delle dello devo di dopo dove due e è ed era essere fare ha hai
            hanno ho i il in io la le lei li lo loro lui ma mi mia mie miei mio ne nei nel nella no noi non o per perché però più posso può puoi qual quale quali quando quanta
            quante quanti quanto questa questo qui se sei si sia sono sta su sua sue sui sul sulla suo suoi te ti tra tu tua tuo un una uno vi voi
            """),

        // Portuguese
        Read("""
            a ao aos as até com como da das de dela dele deve devo do dos e é ela ele eles em entre era essa esse esta está estão este eu faz fazer foi há isso isto já lhe
            mais mas me mesmo meu meus minha minhas muito na nas não nem no nos nós nossa nosso o onde os ou para pela pelo pode podem pois por porque posso qual quais quando
            quanta quantas quanto quantos que quem são se sem ser seu seus sua suas também te tem têm tenho ter teu um uma você
            """),

        // Dutch
        Read("""
            aan al als bij dat de deze die dit doe doen door dus een en er had heb hebben heeft het hier hij hoe hoeveel hun ik in is ja je jij jouw kan kunnen kunt maar mag
            me meer men met mij mijn moet moeten na naar niet nog nu of om ons onze ook op over te ten tot u uit uw van veel voor waar waarom wanneer waren was wat we wel welk
            welke werd wie wij wil worden wordt zal ze zich zij zijn zo zou
            """),

        // Swedish
        Read("""
            alla att av blir da där de dem den denna deras det detta dig din ditt du efter ej eller en ett ett från för får får fått gör ha hade han har hos hon hur här i
            ifrån inte in jag kan kunna man med mellan men mig min mina mitt mot måste mycket någon något några när och om på sin ska skall skulle sig så som till under upp
            ut utan vad var vara varför varje vem vi vid vilka vilken vilket vår våra åt än är över
            """),

        // Norwegian
        Read("""
            alle at av blir bli både da de deg dem den denne der deres det dette din du eller en er et etter for fra få får før gjør ha hadde han har hva hvem hver hvilke
            hvilken hvilket hvis hvor hvordan hvorfor hun i ikke ikkje inn jeg kan kunne man med meg mellom men min mine mot må når noe noen og også om opp oss over på seg
            sin skal skulle slik som så til uten ut var ved vi vil være vår våre å
            """),

        // Danish
        Read("""
            alle at af blev blive bliver både da de dem den denne der deres det dette dig din du efter eller en er et for fra få får før gør ha havde han har hvad hvem hver
            hvilke hvilken hvilket hvis hvor hvordan hvorfor hun i ikke ind jeg kan kunne man med mellem men mig min mine mod må når noget nogen og også om op os over på
            sig sin skal skulle som så til uden ud var ved vi vil være vor vores
            """),

        // Russian
        Read("""
            а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да для до его ее если есть еще же за и из или им их к как какая какие какой
            какую ко когда кто куда ли мне можно мой моя мы на надо наш не него нее нет ни но ну нужно о об он она они от по под после почему при с свой себя сколько со
            так также там то того тоже только ты у уже чего чем через что чтобы это этого этой этот я
            """),
    ];

    private static readonly FrozenDictionary<string, ushort> Masks = Languages
        .SelectMany((words, language) => words.Select(word => (word, Mask: 1 << language)))
        .GroupBy(pair => pair.word, pair => pair.Mask, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => (ushort)group.Sum(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ushort>.AlternateLookup<ReadOnlySpan<char>> MaskOfWord = Masks.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Returns a bit for each language in which the word, folded or as a term, says nothing.</summary>
    internal static ushort MaskOf(ReadOnlySpan<char> word) => MaskOfWord.TryGetValue(word, out var mask) ? mask : (ushort)0;

    /// <summary>Returns the bit of a question's language, or 0 when it is English or cannot be told.</summary>
    /// <param name="masks">The masks of its words.</param>
    /// <param name="englishWords">How many of its words are English stop words.</param>
    internal static ushort Choose(ReadOnlySpan<ushort> masks, int englishWords)
    {
        var (best, most) = (0, Math.Max(FewestWords - 1, englishWords));
        for (var language = 0; language < Languages.Length; language++)
        {
            var count = 0;
            foreach (var mask in masks)
            {
                count += (mask >> language) & 1;
            }

            if (count > most)
            {
                (best, most) = (1 << language, count);
            }
        }

        return (ushort)best;
    }

    private static HashSet<string> Read(string words)
    {
        var sink = new WordSet(new HashSet<string>(StringComparer.Ordinal));
        TextAnalyzer.Analyze(words, ref sink);
        return sink.Words;
    }

    /// <summary>Collects words as they are folded, and as terms.</summary>
    private readonly struct WordSet(HashSet<string> words) : ITokenSink
    {
        public HashSet<string> Words { get; } = words;

        public void Add(ReadOnlySpan<char> word, bool isEnglish, int start, int end, int position)
        {
            Span<char> term = stackalloc char[word.Length + EnglishStemmer.Slack];
            Words.Add(word.ToString());
            Words.Add(term[..TextAnalyzer.Stem(word, isEnglish, TextLanguage.English, term)].ToString());
        }
    }
}
