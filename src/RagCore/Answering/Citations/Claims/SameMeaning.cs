using System.Collections.Frozen;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Words that say the same in the texts of an organisation, and words that say so little that a statement may add them.</summary>
internal static class SameMeaning
{
    private static readonly (TextLanguage Language, string[] Groups)[] Lists =
    [
        (TextLanguage.English,
        [
            "employee employees staff worker workers personnel colleague", "begin begins start starts commence starting beginning", "rise rose risen rises increase increased increases grow grew grown grows growth went-up climbed",
            "fall fell fallen falls decrease decreased decreases drop dropped decline declined reduce reduced shrank", "keep kept keeps retain retained store stored stores hold held save saved preserved",
            "inform informs informed tell tells told notify notified", "buy bought purchase purchased purchases", "ill sick unwell illness sickness", "admin admins administrator administrators",
            "submit submitted submits hand-in file filed", "approve approved approves approval approvals consent consents authorise authorised authorisation authorization agree agrees agreed", "reject rejected refuse refused decline denied",
            "delete deleted deletes erase erased remove removed", "repair repairs repaired fix fixed", "pay paid pays payment payments payout", "cost costs price prices", "book booked books booking bookings reserve",
            "reserve reserved reserves", "doctor physician gp", "car cars vehicle vehicles", "laptop notebook", "boss supervisor", "mean means indicate indicates signify signifies", "lock locked locks", "unlock unlocked",
            "return returned returns returning", "finish finishes end ends finished ended", "choose select pick", "help assist assistance support supports supported", "use used uses using usage", "whole entire full",
            "must-have", "renew renewed renewal renews", "reimburse reimbursed reimbursement refund refunded", "cover covers covered coverage", "weigh weighs weight weighed", "expire expired expires expiry lapse lapses lapsed",
            "announce announced publish published", "encrypt encrypted encryption", "back backup backups backed", "acknowledge acknowledged acknowledgement", "extend extended extends prolong extension", "forbid prohibit ban",
            "depart departure departs", "absent absence absences", "close closes closed shut shuts", "photo photograph picture", "phone telephone call", "mail email e-mail", "deploy deployment deployments deployed",
            "migrate migration migrations", "exam exams examination", "child children kid kids", "dose doses dosage", "journey journeys trip trips", "free gratis", "once one-time", "carry carried",
            "entitle entitled entitlement entitles", "propose proposes proposed proposal", "compulsory mandatory obligatory", "unit units",
        ]),
        (TextLanguage.German,
        [
            "erhalten erhält bekommen bekommt haben hat anspruch zustehen", "mitarbeiter mitarbeitende beschäftigte angestellte arbeitnehmer", "verfällt verfallen erlischt", "beantragt beantragen antrag",
            "zustimmung genehmigung einverständnis", "beginn beginnt start", "bezahlt bezahlen zahlen vergütet",
        ]),
        (TextLanguage.French,
        [
            "salarié salariés employé employés collaborateur", "rembourser remboursé remboursés remboursement", "envoyer envoyé envoyées transmettre transmises", "peut peuvent",
        ]),
        (TextLanguage.Spanish,
        [
            "empleado empleados trabajador trabajadores", "cubierta cubierto cubre", "aparato dispositivo", "reparación reparaciones",
        ]),
    ];

    private const string Little = """
        get gets got receive receives received have having take takes taken make makes made do done go goes use using apply applies applicable give gives given mean means state states stated
        say says include includes contain be become happen occur follow following follows refer find found see need amount amounts number total limit limits limited rule rules policy policies
        guide document documents handbook section error errors code case cases way thing person people order entitle entitled entitlement provide provides provided grant granted allow allows allowed
        currently also already respective corresponding case general according answer question yes no accordance per set well please then standard regularly maximum minimum max min at as
        haben hat bekommen erhalten beträgt betragen anspruch laut gemäß gilt gelten werden wird ist sind
        avoir est sont être doit selon peut reste effectuer
        tiene tienen es son está según hay
        """;

    private static readonly FrozenDictionary<string, string> Names = Lists
        .SelectMany(list => list.Groups, (list, group) => (list.Language, Words: group.Split(' ')))
        .SelectMany(entry => entry.Words.Select(word => (Term: Stem(word, entry.Language), Name: Stem(entry.Words[0], entry.Language))))
        .DistinctBy(entry => entry.Term)
        .ToFrozenDictionary(entry => entry.Term, entry => entry.Name, StringComparer.Ordinal);

    private static readonly FrozenSet<string> LittleTerms = Little
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(word => new[] { FoldedText.Fold(word), Stem(word, TextLanguage.English), Stem(word, TextLanguage.German), Stem(word, TextLanguage.French), Stem(word, TextLanguage.Spanish) })
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Returns a word as its term, the same for words that say the same.</summary>
    public static string TermOf(string word, TextLanguage language)
    {
        var term = Stem(word, language);
        return Names.GetValueOrDefault(term, term);
    }

    /// <summary>Says whether a statement may add the word to what its evidence says.</summary>
    public static bool IsLittle(string word, string term) => LittleTerms.Contains(word) || LittleTerms.Contains(term);

    private static string Stem(string word, TextLanguage language)
        => TextAnalyzer.Analyze(word, language) is [var token, ..] ? token.Term : word;
}
