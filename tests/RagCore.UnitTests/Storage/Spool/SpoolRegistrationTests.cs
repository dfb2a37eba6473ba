using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Inbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Spool;

public sealed class SpoolRegistrationTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_host_starts_with_the_database_down_takes_messages_and_hands_them_over_after_the_next_start()
    {
        using var folder = new TemporaryFolder();
        using (var host = Build(folder.Path, new FakeInbox { IsDown = true }))
        {
            await host.StartAsync(None);
            Assert.Equal(AcceptResult.Accepted, await host.Services.GetRequiredService<IInbox>().AcceptAsync(SampleTurns.Message(1), None));
            await host.StopAsync(None);
        }

        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var database = new FakeInbox { OnAccepted = accepted.SetResult };
        using var again = Build(folder.Path, database);
        await again.StartAsync(None);
        await accepted.Task.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal("turn-1", Assert.Single(database.Accepted).TurnId);
        await again.StopAsync(None);
    }

    [Fact]
    public async Task The_host_starts_without_a_folder_for_the_spool_and_says_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, string.Empty, None);
        using var host = Build(file, new FakeInbox());

        await host.StartAsync(None);
        var inbox = host.Services.GetRequiredService<IInbox>();

        Assert.Equal(AcceptResult.Accepted, await inbox.AcceptAsync(SampleTurns.Message(1), None));
        Assert.Null(inbox.Statistics.Obstacle);
        Assert.StartsWith("The spool cannot be used", inbox.Statistics.Degradation, StringComparison.Ordinal);
        await host.StopAsync(None);
    }

    private static IHost Build(string folder, FakeInbox database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddOptions<StorageOptions>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new Random(1));
        builder.Services.AddMetrics();
        builder.Services.AddSpool((_, path) => Path.Combine(folder, path), _ => database);
        return builder.Build();
    }
}
