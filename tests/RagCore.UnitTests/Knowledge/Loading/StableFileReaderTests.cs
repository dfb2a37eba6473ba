using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading;

public sealed class StableFileReaderTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_quiet_file_is_read_with_its_fingerprint()
    {
        await File.WriteAllTextAsync(_path, "words");

        var (outcome, bytes, fingerprint) = await Reader(TimeProvider.System).ReadAsync(_path, 100, CancellationToken.None);

        Assert.Equal((LoadOutcome.Loaded, 5), (outcome, bytes.Length));
        Assert.Equal(FileFingerprint.Of(_path), fingerprint);
    }

    [Fact]
    public async Task A_file_that_grew_too_large_or_went_away_is_reported()
    {
        await File.WriteAllTextAsync(_path, "words");

        Assert.Equal(LoadOutcome.TooLarge, (await Reader(TimeProvider.System).ReadAsync(_path, 4, CancellationToken.None)).Outcome);
        Assert.Equal(LoadOutcome.Unreadable, (await Reader(TimeProvider.System).ReadAsync(_path + ".gone", 4, CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task A_file_whose_length_is_not_what_is_read_is_tried_again_and_then_reported()
    {
        // Files of the kernel say that they are a page long and are shorter: like a file that is cut while it is read.
        var time = new FixedTimeProvider();
        var reading = Reader(time).ReadAsync("/sys/devices/system/cpu/online", 10_000, CancellationToken.None);
        while (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(LoadOutcome.Changing, (await reading).Outcome);
    }

    private static StableFileReader Reader(TimeProvider time) => new(time, TimeSpan.FromSeconds(1));
}
