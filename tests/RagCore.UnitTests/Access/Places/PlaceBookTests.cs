using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Access.Places;
using ChatOpsBot.RagCore.Commands;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Turns.Gates;
using ChatOpsBot.TestKit.Records;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Turns;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Access.Places;

/// <summary>What the managers of a place have set, and what comes of it.</summary>
public sealed class PlaceBookTests : IDisposable
{
    private static readonly PlaceKey Ops = new(TenantId.Default, ChannelKind.Slack, "T1/C0OPS");

    private readonly CountingRecords _records = new(new MemoryRecordStore());
    private readonly FixedTimeProvider _time = new();
    private readonly PlaceBook _places;

    public PlaceBookTests() => _places = new PlaceBook(_records, _time);

    public void Dispose() => _places.Dispose();

    [Fact]
    public async Task Where_nobody_has_set_anything_the_defaults_hold()
    {
        var settings = await _places.FindAsync(Ops, default);

        Assert.False(settings.AnswersEveryQuestion);
        Assert.Empty(settings.Sources);
        Assert.Null(settings.Language);
        Assert.True(settings.Admits("anybody"));
    }

    [Fact]
    public async Task What_was_set_comes_back_on_another_replica()
    {
        var set = new PlaceSettings { AnswersEveryQuestion = true, Sources = ["hr"], Language = "ja", People = ["U1"] };
        Assert.True(await _places.TryWriteAsync(Ops, set, 0, default));

        using var other = new PlaceBook(_records, _time);

        Assert.Equivalent(set, await other.FindAsync(Ops, default), strict: true);
        Assert.Equal(1, (await other.ReadAsync(Ops, default)).Version);
        Assert.Equal(PlaceSettings.Default, await other.FindAsync(Ops with { ConversationId = "T1/C0OTHER" }, default));
        Assert.Equal(PlaceSettings.Default, await other.FindAsync(Ops with { Tenant = new TenantId("other") }, default));
        Assert.Equal(PlaceSettings.Default, await other.FindAsync(Ops with { Channel = ChannelKind.Teams }, default));
    }

    [Fact]
    public async Task Half_a_minute_nobody_asks_the_store_again_and_then_a_change_is_seen()
    {
        await _places.FindAsync(Ops, default);
        using var other = new PlaceBook(_records, _time);
        await other.TryWriteAsync(Ops, new PlaceSettings { Language = "de" }, 0, default);

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Null((await _places.FindAsync(Ops, default)).Language);
        Assert.Equal(1, _records.Reads);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("de", (await _places.FindAsync(Ops, default)).Language);
    }

    [Fact]
    public async Task Who_saves_sees_the_change_at_once_and_who_read_an_older_version_changes_nothing()
    {
        await _places.FindAsync(Ops, default);

        Assert.True(await _places.TryWriteAsync(Ops, new PlaceSettings { Language = "de" }, 0, default));
        Assert.False(await _places.TryWriteAsync(Ops, new PlaceSettings { Language = "fr" }, 0, default));

        Assert.Equal("de", (await _places.FindAsync(Ops, default)).Language);
    }

    [Fact]
    public async Task What_cannot_be_read_is_not_guessed()
    {
        _records.Inner.IsDown = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _places.FindAsync(Ops, default));

        _records.Inner.IsDown = false;
        await _records.TryWriteAsync(Ops.ToRecordKey(), """{"schema_version":2,"people":["U1"]}""", 0, null, default);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _places.FindAsync(Ops, default));
    }

    [Theory]
    [InlineData(ChannelKind.Web)]
    [InlineData(ChannelKind.Console)]
    public async Task Where_nobody_manages_a_place_the_store_is_not_asked(ChannelKind channel)
    {
        await _places.FindAsync(Ops with { Channel = channel }, default);

        Assert.Equal(0, _records.Reads);
        Assert.False(await _places.TryWriteAsync(Ops with { Channel = channel }, PlaceSettings.Default, 0, default));
    }

    [Fact]
    public async Task The_language_of_the_place_goes_before_that_of_the_person()
    {
        var message = Said() with { Locale = "fr" };
        Assert.Equal("fr", (await _places.LocalizeAsync(message, default)).Locale);

        await _places.TryWriteAsync(Ops, new PlaceSettings { Language = "ja" }, 0, default);

        Assert.Equal("ja", (await _places.LocalizeAsync(message, default)).Locale);
    }

    [Fact]
    public async Task The_sources_of_a_place_narrow_the_rights_and_never_widen_them()
    {
        var resolver = new PlaceAccessResolver(new ConfiguredAccessResolver(Options.Create(new AccessOptions())), _places);
        Assert.Null((await resolver.ResolveAsync(Said(), default)).Sources);

        await _places.TryWriteAsync(Ops, new PlaceSettings { Sources = ["hr"] }, 0, default);
        var filter = await resolver.ResolveAsync(Said(), default);
        var outside = await resolver.ResolveAsync(Said() with { Audience = Audience.External }, default);

        Assert.True(filter.Admits(TenantId.Default, "hr", [Principals.Everyone]));
        Assert.False(filter.Admits(TenantId.Default, "it", [Principals.Everyone]));
        Assert.False(filter.Admits(TenantId.Default, null, [Principals.Everyone]));
        Assert.False(filter.Admits(TenantId.Default, "hr", ["group:board"]));
        Assert.True(outside.IsEmpty);
    }

    [Fact]
    public void Narrowing_twice_leaves_what_both_admit()
    {
        var filter = AccessFilter.For(TenantId.Default, [Principals.Everyone]).Within(["hr", "it"]);

        Assert.Equal(["hr"], filter.Within(["hr", "board"]).Sources!);
        Assert.True(filter.Within(["board"]).IsEmpty);
        Assert.True(filter.Within([]).IsEmpty);
    }

    [Fact]
    public async Task Who_is_not_listed_is_refused_in_the_language_of_the_place_and_may_still_get_help()
    {
        var gate = new PlaceGate(_places, [new HelpCommand()]);
        Assert.Null(await gate.CheckAsync(Said(), default));

        await _places.TryWriteAsync(Ops, new PlaceSettings { People = ["bob"], Language = "de" }, 0, default);
        var refusal = await gate.CheckAsync(await _places.LocalizeAsync(Said(), default), default);

        Assert.Equal(new("place", Phrases.For("de")[Phrase.NotListedHere]), refusal);
        Assert.Null(await gate.CheckAsync(Said() with { Text = "help" }, default));
        Assert.Null(await gate.CheckAsync(Said() with { Sender = new Sender("bob", []) }, default));
    }

    private static InboundMessage Said()
        => Messages.Of("1") with { Conversation = new ConversationKey(Ops.Tenant, Ops.Channel, Ops.ConversationId, "1.1"), Audience = Audience.Shared };

    private sealed class CountingRecords(MemoryRecordStore inner) : IRecordStore
    {
        public MemoryRecordStore Inner => inner;

        public int Reads { get; private set; }

        public Task<KeptRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken)
        {
            Reads++;
            return inner.FindAsync(key, cancellationToken);
        }

        public Task<IReadOnlyList<KeptRecord>> ListAsync(RecordKind kind, string prefix, string? after, int limit, CancellationToken cancellationToken)
            => inner.ListAsync(kind, prefix, after, limit, cancellationToken);

        public Task<bool> TryWriteAsync(RecordKey key, string value, long expectedVersion, TimeSpan? lifetime, CancellationToken cancellationToken)
            => inner.TryWriteAsync(key, value, expectedVersion, lifetime, cancellationToken);

        public Task<bool> TryRemoveAsync(RecordKey key, long? expectedVersion, CancellationToken cancellationToken)
            => inner.TryRemoveAsync(key, expectedVersion, cancellationToken);
    }
}
