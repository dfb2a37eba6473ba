using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage;
using ChatOpsBot.TestKit.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

public sealed class EmbeddedStorageRegistrationTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_host_opens_one_store_for_the_three_contracts_and_closes_it_when_it_stops()
    {
        using var folder = new TemporaryFolder();
        using (var host = Build(folder.Path, []))
        {
            await host.StartAsync(None);
            var inbox = host.Services.GetRequiredService<IInbox>();
            await inbox.AcceptAsync(SampleTurns.Message(1), None);
            Assert.NotNull(await host.Services.GetRequiredService<ITurnJournal>().FindAsync(TenantId.Default, "turn-1", None));
            Assert.Empty(await host.Services.GetRequiredService<IVoteStore>().ListAsync(TenantId.Default, 10, None));
            await host.StopAsync(None);
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await inbox.AcceptAsync(SampleTurns.Message(2), None));
        }

        using var again = Build(folder.Path, []);
        await again.StartAsync(None);
        Assert.Equal(1, again.Services.GetRequiredService<IInbox>().Statistics.Waiting);
    }

    [Theory]
    [InlineData("Storage:Retention", "1.00:00:00", "Retention")]
    [InlineData("Storage:SegmentBytes", "4096", "SegmentBytes")]
    [InlineData("Storage:DataPath", "", "DataPath")]
    [InlineData("Storage:Mode", "7", "Mode")]
    public void A_value_that_cannot_work_is_refused_by_name(string key, string value, string named)
    {
        using var host = Build("unused", new Dictionary<string, string?> { [key] = value });

        var refusal = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<StorageOptions>>().Value);

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    private static IHost Build(string folder, Dictionary<string, string?> configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.Services.AddEmbeddedStorage((_, path) => Path.Combine(folder, path));
        return builder.Build();
    }
}
