using System.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading;

public sealed class PipeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pipe").FullName;

    [Fact]
    public async Task A_pipe_among_the_documents_is_skipped_and_not_waited_for()
    {
        var pipe = Path.Combine(_folder, "pipe.md");
        using (var mkfifo = Process.Start("mkfifo", [pipe]))
        {
            await mkfifo.WaitForExitAsync();
        }

        var reading = Task.Run(() => new StableFileReader(TimeProvider.System, TimeSpan.Zero).ReadAsync(pipe, 1_000, CancellationToken.None));
        var (outcome, _, _) = await reading.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(LoadOutcome.Empty, outcome);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
