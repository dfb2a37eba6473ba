using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.TestKit.Time;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What every record store does, wherever it keeps its records.</summary>
public abstract class RecordStoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly RecordKey Key = new(RecordKind.Installation, "E1/T1");

    protected FixedTimeProvider Time { get; } = new();

    /// <summary>Opens an empty store.</summary>
    protected abstract Task<RecordsUnderTest> OpenAsync();

    /// <summary>Moves the store's clock.</summary>
    protected virtual Task AdvanceAsync(TimeSpan by)
    {
        Time.Advance(by);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_record_comes_back_as_it_was_written()
    {
        await using var open = await OpenAsync();
        var value = "{\"name\":\"Füße – 日本 🎉\",\"quote\":\"'\\\"\"}";

        Assert.True(await open.Records.TryWriteAsync(Key, value, 0, null, None));

        var found = await open.Records.FindAsync(Key, None);
        Assert.Equal(Key, found!.Key);
        Assert.Equal(value, found.Value);
        Assert.True(found.Version > 0);
    }

    [Fact]
    public async Task The_longest_key_and_value_are_kept_and_longer_ones_refused()
    {
        await using var open = await OpenAsync();
        var key = new RecordKey(RecordKind.Person, new string('k', RecordKey.MaxLength));
        var value = new string('é', RecordKey.MaxValueLength);

        Assert.True(await open.Records.TryWriteAsync(key, value, 0, null, None));

        Assert.Equal(value, (await open.Records.FindAsync(key, None))!.Value);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => open.Records.TryWriteAsync(Key, value + "x", 0, null, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => open.Records.TryWriteAsync(key with { Key = key.Key + "k" }, "x", 0, null, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => open.Records.TryWriteAsync(key with { Key = string.Empty }, "x", 0, null, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => open.Records.TryWriteAsync(key with { Key = "a\0b" }, "x", 0, null, None));
    }

    [Fact]
    public async Task A_record_is_found_by_its_kind_and_key_only()
    {
        await using var open = await OpenAsync();
        await open.Records.TryWriteAsync(Key, "x", 0, null, None);

        Assert.Null(await open.Records.FindAsync(Key with { Kind = RecordKind.Lock }, None));
        Assert.Null(await open.Records.FindAsync(Key with { Key = "E1/T" }, None));
        Assert.Null(await open.Records.FindAsync(Key with { Key = "E1/T11" }, None));
    }

    [Fact]
    public async Task Only_who_saw_the_newest_version_writes()
    {
        await using var open = await OpenAsync();
        await open.Records.TryWriteAsync(Key, "first", 0, null, None);
        var first = (await open.Records.FindAsync(Key, None))!.Version;

        Assert.False(await open.Records.TryWriteAsync(Key, "again new", 0, null, None));
        Assert.True(await open.Records.TryWriteAsync(Key, "second", first, null, None));
        Assert.False(await open.Records.TryWriteAsync(Key, "late", first, null, None));

        var found = await open.Records.FindAsync(Key, None);
        Assert.Equal("second", found!.Value);
        Assert.True(found.Version > first);
    }

    [Fact]
    public async Task A_version_is_needed_that_exists()
    {
        await using var open = await OpenAsync();

        Assert.False(await open.Records.TryWriteAsync(Key, "x", 7, null, None));
        Assert.Null(await open.Records.FindAsync(Key, None));
    }

    [Fact]
    public async Task Of_many_who_write_at_once_one_succeeds()
    {
        await using var open = await OpenAsync();
        await open.Records.TryWriteAsync(Key, "start", 0, null, None);
        var version = (await open.Records.FindAsync(Key, None))!.Version;

        var newRecord = await RaceAsync(writer => open.Records.TryWriteAsync(Key with { Key = "new" }, $"{writer}", 0, null, None));
        var sameVersion = await RaceAsync(writer => open.Records.TryWriteAsync(Key, $"{writer}", version, null, None));

        Assert.Equal($"{Assert.Single(newRecord)}", (await open.Records.FindAsync(Key with { Key = "new" }, None))!.Value);
        Assert.Equal($"{Assert.Single(sameVersion)}", (await open.Records.FindAsync(Key, None))!.Value);
    }

    [Fact]
    public async Task A_record_is_gone_when_its_time_is_over_and_can_be_written_anew()
    {
        await using var open = await OpenAsync();
        await open.Records.TryWriteAsync(Key, "held", 0, TimeSpan.FromSeconds(30), None);
        var held = (await open.Records.FindAsync(Key, None))!.Version;

        await AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.False(await open.Records.TryWriteAsync(Key, "taken", 0, TimeSpan.FromSeconds(30), None));
        await AdvanceAsync(TimeSpan.FromSeconds(2));

        Assert.Null(await open.Records.FindAsync(Key, None));
        Assert.Empty(await open.Records.ListAsync(Key.Kind, string.Empty, null, 10, None));
        Assert.False(await open.Records.TryWriteAsync(Key, "late", held, null, None));
        Assert.True(await open.Records.TryWriteAsync(Key, "taken", 0, TimeSpan.FromSeconds(30), None));
    }

    [Fact]
    public async Task Of_many_who_take_an_expired_record_one_succeeds()
    {
        await using var open = await OpenAsync();
        await open.Records.TryWriteAsync(Key, "held", 0, TimeSpan.FromSeconds(30), None);
        await AdvanceAsync(TimeSpan.FromSeconds(31));

        var winners = await RaceAsync(writer => open.Records.TryWriteAsync(Key, $"{writer}", 0, TimeSpan.FromSeconds(30), None));

        Assert.Equal($"{Assert.Single(winners)}", (await open.Records.FindAsync(Key, None))!.Value);
    }

    [Fact]
    public async Task A_write_without_a_lifetime_ends_the_one_before()
    {
        await using var open = await OpenAsync();
        await open.Records.TryWriteAsync(Key, "short", 0, TimeSpan.FromSeconds(30), None);
        await open.Records.TryWriteAsync(Key, "long", (await open.Records.FindAsync(Key, None))!.Version, null, None);

        await AdvanceAsync(TimeSpan.FromDays(400));

        Assert.Equal("long", (await open.Records.FindAsync(Key, None))!.Value);
    }

    [Fact]
    public async Task Who_held_a_record_that_expired_cannot_remove_the_next_ones()
    {
        await using var open = await OpenAsync();
        await open.Records.TryWriteAsync(Key, "one", 0, TimeSpan.FromSeconds(30), None);
        var one = (await open.Records.FindAsync(Key, None))!.Version;
        await AdvanceAsync(TimeSpan.FromSeconds(31));
        await open.Records.TryWriteAsync(Key, "two", 0, TimeSpan.FromSeconds(30), None);

        Assert.False(await open.Records.TryRemoveAsync(Key, one, None));

        Assert.Equal("two", (await open.Records.FindAsync(Key, None))!.Value);
    }

    [Fact]
    public async Task A_version_is_never_given_twice_not_even_after_a_removal()
    {
        await using var open = await OpenAsync();
        await open.Records.TryWriteAsync(Key, "one", 0, null, None);
        var one = (await open.Records.FindAsync(Key, None))!.Version;
        Assert.True(await open.Records.TryRemoveAsync(Key, one, None));
        await open.Records.TryWriteAsync(Key, "two", 0, null, None);

        Assert.False(await open.Records.TryWriteAsync(Key, "late", one, null, None));
        Assert.False(await open.Records.TryRemoveAsync(Key, one, None));
        Assert.Equal("two", (await open.Records.FindAsync(Key, None))!.Value);
    }

    [Fact]
    public async Task A_record_is_removed_by_its_version_or_whatever_that_is()
    {
        await using var open = await OpenAsync();
        await open.Records.TryWriteAsync(Key, "x", 0, null, None);
        var version = (await open.Records.FindAsync(Key, None))!.Version;

        Assert.False(await open.Records.TryRemoveAsync(Key, version + 1, None));
        Assert.NotNull(await open.Records.FindAsync(Key, None));
        Assert.True(await open.Records.TryRemoveAsync(Key, version, None));
        Assert.Null(await open.Records.FindAsync(Key, None));
        Assert.True(await open.Records.TryRemoveAsync(Key, version, None));
        Assert.True(await open.Records.TryRemoveAsync(Key, null, None));

        await open.Records.TryWriteAsync(Key, "y", 0, null, None);
        Assert.True(await open.Records.TryRemoveAsync(Key, null, None));
        Assert.Null(await open.Records.FindAsync(Key, None));
    }

    [Fact]
    public async Task Records_are_listed_by_prefix_in_pages_in_the_order_of_their_keys()
    {
        await using var open = await OpenAsync();
        foreach (var key in (string[])["b/2", "a/1", "b/10", "b/1", "B/1", "b", "c/1"])
        {
            await open.Records.TryWriteAsync(new RecordKey(RecordKind.Person, key), key, 0, null, None);
        }

        await open.Records.TryWriteAsync(new RecordKey(RecordKind.Lock, "b/1"), "a lock", 0, null, None);

        Assert.Equal(["b/1", "b/10", "b/2"], await KeysAsync("b/", null, 10));
        Assert.Equal(["b/1", "b/10"], await KeysAsync("b/", null, 2));
        Assert.Equal(["b/2"], await KeysAsync("b/", "b/10", 2));
        Assert.Equal(["B/1", "a/1", "b", "b/1", "b/10", "b/2", "c/1"], await KeysAsync(string.Empty, null, 1_000));
        Assert.Empty(await KeysAsync("b/", "b/2", 2));
        Assert.Empty(await KeysAsync("d", null, 2));

        async Task<IEnumerable<string>> KeysAsync(string prefix, string? after, int limit)
            => (await open.Records.ListAsync(RecordKind.Person, prefix, after, limit, None)).Select(record => record.Key.Key);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("'")]
    public async Task A_prefix_is_taken_as_it_is(string prefix)
    {
        await using var open = await OpenAsync();
        await open.Records.TryWriteAsync(new RecordKey(RecordKind.Person, "a"), "x", 0, null, None);

        Assert.Empty(await open.Records.ListAsync(RecordKind.Person, prefix, null, 10, None));
    }

    private static async Task<IReadOnlyList<int>> RaceAsync(Func<int, Task<bool>> write)
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () => (writer, Won: await write(writer)))));
        return [.. results.Where(result => result.Won).Select(result => result.writer)];
    }
}

/// <summary>An open record store.</summary>
public sealed record RecordsUnderTest(IRecordStore Records, IAsyncDisposable Resource) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Resource.DisposeAsync();
}
