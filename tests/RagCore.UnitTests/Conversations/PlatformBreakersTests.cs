using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Conversations;

public sealed class PlatformBreakersTests : IDisposable
{
    private static readonly BreakerKey Place = new("slack", "T1");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FixedTimeProvider _time = new();
    private readonly PlatformBreakers _breakers;

    public PlatformBreakersTests()
        => _breakers = new PlatformBreakers(_services.GetRequiredService<IMeterFactory>(), _time, NullLogger<PlatformBreakers>.Instance);

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task A_place_that_flaps_gets_no_call_twice_and_few_in_vain()
    {
        var (asked, sent, failed, refused) = (0, 0, 0, 0);
        for (; asked < 1_200; asked++)
        {
            var isDown = asked / 20 % 2 == 1;
            _time.Advance(TimeSpan.FromMilliseconds(100));
            try
            {
                await RunAsync(Place, () =>
                {
                    sent++;
                    return isDown ? throw new IOException() : 1;
                });
            }
            catch (IOException)
            {
                failed++;
            }
            catch (BreakerOpenException)
            {
                refused++;
            }
        }

        Assert.Equal(asked, sent + refused);
        Assert.InRange(failed, 1, 100);
        Assert.InRange(sent, 100, 600);
    }

    [Fact]
    public async Task Of_many_calls_one_probes()
    {
        await BreakAsync(Place);
        _time.Advance(TimeSpan.FromSeconds(6));
        var probe = new TaskCompletionSource<int>();
        var sent = 0;
        var calls = Enumerable.Range(0, 10).Select(_ => _breakers.RunAsync(Place, IsOutage, _ =>
        {
            sent++;
            return probe.Task;
        }, default)).ToList();

        var refused = await Task.WhenAll(calls.Skip(1).Select(call => Assert.ThrowsAsync<BreakerOpenException>(() => call)));
        probe.SetResult(7);

        Assert.Equal((1, 7), (sent, await calls[0]));
        Assert.All(refused, open => Assert.True(open.RetryAfter > TimeSpan.Zero));
        Assert.Equal(1, await RunAsync(Place, () => 1));
    }

    [Fact]
    public async Task A_probe_that_was_called_off_lets_nothing_through()
    {
        await BreakAsync(Place);
        _time.Advance(TimeSpan.FromSeconds(6));

        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(Place, () => throw new OperationCanceledException()));

        await Assert.ThrowsAsync<BreakerOpenException>(() => RunAsync(Place, () => 1));
    }

    [Fact]
    public async Task Calls_that_were_called_off_open_nothing()
    {
        for (var i = 0; i < 30; i++)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(Place, () => throw new OperationCanceledException()));
        }

        Assert.Equal(1, await RunAsync(Place, () => 1));
    }

    [Fact]
    public async Task Every_failed_probe_doubles_the_wait_up_to_a_minute()
    {
        var waits = new List<double>();
        var open = await BreakAsync(Place);
        for (var i = 0; i < 6; i++)
        {
            waits.Add(Math.Round(open.RetryAfter.TotalSeconds));
            _time.Advance(open.RetryAfter + TimeSpan.FromMilliseconds(1));
            await Assert.ThrowsAsync<IOException>(() => RunAsync(Place, () => throw new IOException()));
            open = await Assert.ThrowsAsync<BreakerOpenException>(() => RunAsync(Place, () => 1));
        }

        Assert.Equal([5, 10, 20, 40, 60, 60], waits);
    }

    [Fact]
    public async Task Metrics_tell_how_many_places_are_open_and_name_none()
    {
        var seen = new List<(int Open, string Tags)>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "chatopsbot.breaker.open" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<int>((_, open, tags, _) => seen.Add((open, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))));
        meters.Start();
        await BreakAsync(Place);
        await BreakAsync(Place with { Place = "T2" });
        await RunAsync(Place with { Place = "T3" }, () => 1);
        await RunAsync(new BreakerKey("teams", "secret-tenant"), () => 1);

        meters.RecordObservableInstruments();

        Assert.Equal([(2, "platform=slack"), (0, "platform=teams")], seen);
    }

    [Fact]
    public async Task Of_too_many_places_one_that_answers_is_forgotten_first()
    {
        await BreakAsync(Place);
        for (var i = 0; i < PlatformBreakers.MaxPlaces + 10; i++)
        {
            await RunAsync(new BreakerKey("slack", $"other{i}"), () => 1);
        }

        await Assert.ThrowsAsync<BreakerOpenException>(() => RunAsync(Place, () => 1));
    }

    private static bool IsOutage(Exception fault) => fault is IOException;

    private Task<int> RunAsync(BreakerKey key, Func<int> call) => _breakers.RunAsync(key, IsOutage, _ => Task.FromResult(call()), default);

    private async Task<BreakerOpenException> BreakAsync(BreakerKey key)
    {
        for (var i = 0; i < 8; i++)
        {
            await Assert.ThrowsAsync<IOException>(() => RunAsync(key, () => throw new IOException()));
        }

        return await Assert.ThrowsAsync<BreakerOpenException>(() => RunAsync(key, () => 1));
    }
}
