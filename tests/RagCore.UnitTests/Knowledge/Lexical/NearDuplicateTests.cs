using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.UnitTests.Answering;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Lexical;

public sealed class NearDuplicateTests : IDisposable
{
    private const string Policy = """
        Employees who travel by train book second class. A seat is reserved when the journey takes longer than two hours. Tickets are bought through
        the travel desk, at least five working days ahead, and receipts are kept for three years. Whoever misses a train for reasons of work is paid
        back the next ticket; whoever misses it for other reasons pays for it. Season tickets are paid back by half.
        """;

    private readonly LexicalIndex _index = new();

    public void Dispose() => _index.Dispose();

    [Fact]
    public async Task A_text_that_lies_in_three_folders_is_found_once_before_everything_else_and_then_again()
    {
        await AddAsync(Of("a/travel.md", Policy), Of("b/travel.md", Policy.Replace("\n", " ", StringComparison.Ordinal)), Of("c/travel.md", Policy + " "), Of("z.md", "A train of thought."));

        Assert.Equal(["a/travel.md", "z.md"], await FindAsync("train second class", 2));
        Assert.Equal(["a/travel.md", "z.md", "c/travel.md", "b/travel.md"], await FindAsync("train second class", 10));
    }

    [Fact]
    public async Task The_later_of_two_is_shown()
    {
        await AddAsync(Of("a.md", Policy) with { Effective = new DateOnly(2024, 1, 1) }, Of("b.md", Policy) with { Effective = new DateOnly(2026, 1, 1) }, Of("c.md", Policy));

        Assert.Equal(["b.md"], await FindAsync("train second class", 1));
    }

    [Theory]
    [InlineData("Employees who", "Employees of the Rotterdam office who")]
    [InlineData("second class", "first class")]
    [InlineData("five working", "nineteen working")]
    public async Task A_text_that_says_something_else_in_one_place_is_found_beside_it(string said, string other)
    {
        await AddAsync(Of("a.md", Policy), Of("b.md", Policy.Replace(said, other, StringComparison.Ordinal)), Of("z.md", "A train of thought."));

        Assert.Equal(["a.md", "b.md"], (await FindAsync("when are tickets for a train bought", 2)).Order());
    }

    [Fact]
    public async Task Short_texts_that_are_the_same_are_no_copies()
    {
        await AddAsync(Of("a.md", "Trains: second class."), Of("b.md", "Trains: second class."), Of("z.md", "A train of thought."));

        Assert.Equal(["a.md", "b.md"], await FindAsync("train second class", 2));
    }

    [Fact]
    public async Task Scores_never_rise_along_the_list()
    {
        await AddAsync([.. Enumerable.Range(0, 12).Select(number => Of($"{number}.md", number % 2 == 0 ? Policy : $"{Policy} Rule {number} of train travel."))]);

        var passages = await _index.SearchAsync("train second class", TestDocuments.Everyone, 12, default);

        Assert.Equal(passages.Select(passage => passage.Score).OrderDescending(), passages.Select(passage => passage.Score));
        Assert.Equal(12, passages.Select(passage => passage.Chunk.Document.Id).Distinct().Count());
    }

    private static Document Of(string id, string text) => TestDocuments.Plain(id, "Travel", text);

    // Words need documents that lack them to tell anything.
    private Task AddAsync(params Document[] documents)
        => _index.UpsertAsync([.. documents, .. Enumerable.Range(0, 30).Select(number => TestDocuments.Plain($"x{number}", $"Printer {number}", $"Paper is in tray {number}."))], default);

    private async Task<IEnumerable<string>> FindAsync(string question, int limit)
        => (await _index.SearchAsync(question, TestDocuments.Everyone, limit, default)).Select(passage => passage.Chunk.Document.Id);
}
