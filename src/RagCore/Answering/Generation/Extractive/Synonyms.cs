using System.Collections.Frozen;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>Everyday English words of work life that people and documents use for each other.</summary>
internal static class Synonyms
{
    // Only pairs that hold in nearly every organisation; what one company calls its own things belongs into its documents.
    private const string Groups = """
        holiday vacation leave
        cost price fee charge
        salary pay wage earn
        sick ill illness sickness
        doctor physician medical
        child children kid
        phone telephone mobile
        start begin
        end finish
        buy purchase
        allowed permitted permit may
        forbidden prohibited banned
        boss manager supervisor
        staff employee employees
        customer client
        supplier vendor
        lost lose loss stolen
        quit resign resignation
        fire dismiss dismissal
        refund reimburse reimbursed reimbursement
        maximum max limit most
        minimum min least
        food meal
        pound gbp
        euro eur
        uk britain kingdom
        login signin sign-in
        delete remove erase
        deadline due
        repair fix mend
        error fault failure
        picture photo photograph
        car vehicle
        bike bicycle
        hire rent rental
        per every each
        quickly fast soon
        note certificate
        length long characters
        film movie
        city town
        """;

    private static readonly FrozenDictionary<string, string[]> ByTerm = Read();

    public static IReadOnlyList<string> Of(string term) => ByTerm.TryGetValue(term, out var others) ? others : [];

    private static FrozenDictionary<string, string[]> Read()
        => (from line in Groups.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            let terms = line.Split(' ').Select(word => TextAnalyzer.Analyze(word)[0].Term).Distinct(StringComparer.Ordinal).ToArray()
            from term in terms
            from other in terms
            where term != other
            group other by term)
            .ToFrozenDictionary(group => group.Key, group => group.Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
}
