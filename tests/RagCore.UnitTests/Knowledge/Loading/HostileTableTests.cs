using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.TestKit.Files;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading;

/// <summary>A bomb, a loop, an encrypted and a cut file of each kind end as the table says. What they cost: <c>Benchmarks -- loaders</c>.</summary>
public sealed class HostileTableTests
{
    private static readonly KnowledgeSource Source = new("/tmp", "Hostile", TenantId.Default, ["everyone"], BaseUrl: null, IdPrefix: string.Empty);

    public static TheoryData<string> Names() => [.. HostileCases.All.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_file_ends_in_an_outcome_that_says_what_is_wrong(string name)
    {
        var file = HostileCases.All.Single(file => file.Name == name);

        var result = DocumentLoader.Load(Source, file.Name, file.Bytes());

        Assert.Contains(result.Outcome.ToString(), file.Outcomes);
    }
}
