using System.Text;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.Benchmarks.Retrieval;

/// <summary>Documents of one passage each, questions about some of them, and readers who may see all, a tenth or a hundredth.</summary>
internal sealed class ScaleWorld
{
    private static readonly string[] Everyone = ["everyone"];
    private static readonly string[] Tenth = ["everyone", "tenth"];
    private static readonly string[] Hundredth = ["everyone", "tenth", "hundredth"];

    public ScaleWorld(int passages, int questions, int seed)
    {
        var generator = new PassageGenerator(seed);
        Documents = new Document[passages];
        for (var number = 0; number < passages; number++)
        {
            Documents[number] = DocumentOf(number, generator.NextPassage());
            TextBytes += Encoding.UTF8.GetByteCount(Documents[number].Text);
        }

        Questions = [.. Enumerable.Range(0, questions).Select(number => generator.QuestionAbout(Documents[(int)((long)number * passages / questions)].Text))];
    }

    /// <summary>Gets the filters by the share of documents they admit.</summary>
    public static IReadOnlyList<(string Share, AccessFilter Filter)> Filters { get; } =
        [("100 %", FilterFor("everyone")), ("10 %", FilterFor("tenth")), ("1 %", FilterFor("hundredth"))];

    public Document[] Documents { get; }

    public string[] Questions { get; }

    public long TextBytes { get; }

    private static AccessFilter FilterFor(string principal) => AccessFilter.For(TenantId.Default, [principal]);

    private static Document DocumentOf(int number, string text) => new()
    {
        Tenant = TenantId.Default,
        Id = $"{number:D7}.txt",
        Source = "generated",
        Title = string.Join(' ', text.Split(' ').Skip(3).Take(4)),
        Text = text,
        Format = TextFormat.Plain,
        Version = "0",
        Readers = number % 100 == 0 ? Hundredth : number % 10 == 0 ? Tenth : Everyone,
    };
}
