using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Analysis;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Knowledge.Lexical.Searching;
using ChatOpsBot.RagCore.UnitTests.Knowledge.Analysis;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Lexical;

/// <summary>Questions with other forms of the words than the passages have, in an index of one language and in one of all.</summary>
public sealed class LanguageRetrievalTests : IDisposable
{
    private readonly LexicalIndex _index = new();

    public static TheoryData<string> Sets => [.. LanguageSets.Names];

    public void Dispose() => _index.Dispose();

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task A_question_finds_its_passage_among_those_of_its_language(string set)
    {
        await AddAsync(set);

        Assert.InRange(await ShareFoundAsync(set, among: 3), 0.9, 1);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task A_question_finds_its_passage_among_those_of_all_languages(string set)
    {
        await AddAsync(LanguageSets.Names);

        Assert.InRange(await ShareFoundAsync(set, among: 3), 0.9, 1);
        Assert.InRange(await ShareFoundAsync(set, among: 1), 0.8, 1);
    }

    [Fact]
    public async Task Forms_meet_that_only_the_rules_of_their_language_bring_together()
    {
        await _index.UpsertAsync(
            [
                Documents.Of("Die Reservierung von Zimmern ist für alle Mitarbeiterinnen und Mitarbeiter möglich.", "de.txt"),
                Documents.Of("Every guest may book a room and the price is on the list.", "en.txt"),
            ],
            CancellationToken.None);

        Assert.Equal(["de.txt"], (await FindAsync("Mitarbeiters")).Select(passage => passage.Chunk.Document.Id));
        Assert.Equal(["en.txt"], (await FindAsync("guests")).Select(passage => passage.Chunk.Document.Id));
    }

    [Fact]
    public async Task English_documents_are_read_by_the_rules_of_English_alone()
    {
        await _index.UpsertAsync(
            [Documents.Of("The Comunidad de Madrid and the Rio de la Plata are in our list of places."), Documents.Of("VPN, ERR_4012, die, was", "b.txt")],
            CancellationToken.None);

        Assert.Equal(0, _index.SnapshotOf(Documents.Everyone.Tenant)!.Vocabulary.Languages);
    }

    [Fact]
    public async Task What_a_passage_does_not_say_of_its_language_its_document_does()
    {
        await _index.UpsertAsync([Documents.Of("Spesenabrechnungen", "tag.txt", "Formulare") with { Language = "de" }], CancellationToken.None);

        Assert.Equal(1 << (int)TextLanguage.German, _index.SnapshotOf(Documents.Everyone.Tenant)!.Vocabulary.Languages);
    }

    [Fact]
    public async Task A_search_in_several_languages_allocates_nothing_once_it_is_warm()
    {
        await AddAsync(LanguageSets.Names);
        var snapshot = _index.SnapshotOf(Documents.Everyone.Tenant)!;
        var questions = LanguageSets.Names.Select(set => LanguageSets.Read(set)[0].Question).ToArray();

        // Warm is when the code is compiled for good, which happens behind the calls and takes its time on a busy machine.
        await Eventually.HoldsAsync(() => Task.FromResult(Allocated(snapshot, questions) == 0));
    }

    private static long Allocated(TenantSnapshot snapshot, string[] questions)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var question in questions)
        {
            PassageSearch.Rank(question, snapshot, Documents.Everyone, 10);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private async Task AddAsync(params string[] sets)
        => await _index.UpsertAsync(
            [
                .. sets.SelectMany(set => LanguageSets.Read(set).Select(pair => pair.Passage).Distinct()
                    .Select((passage, number) => Documents.Of(passage, $"{set}/{number:D2}.txt", string.Empty))),
            ],
            CancellationToken.None);

    private async Task<double> ShareFoundAsync(string set, int among)
    {
        var pairs = LanguageSets.Read(set);
        var found = 0;
        foreach (var (passage, question) in pairs)
        {
            found += (await FindAsync(question)).Take(among).Any(each => each.Chunk.Document.Text == passage) ? 1 : 0;
        }

        return (double)found / pairs.Count;
    }

    private Task<IReadOnlyList<Passage>> FindAsync(string question) => _index.SearchAsync(question, Documents.Everyone, 10, CancellationToken.None);
}
