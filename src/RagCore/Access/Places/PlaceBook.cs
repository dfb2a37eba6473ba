using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;
using Microsoft.Extensions.Caching.Memory;

namespace ChatOpsBot.RagCore.Access.Places;

/// <summary>
/// The settings of places. What was looked up holds for half a minute in this process, so a change is obeyed everywhere half a minute later, and here at once.
/// </summary>
public sealed class PlaceBook(IRecordStore records, TimeProvider time) : IPlaceData, IDisposable
{
    private const int MaxKnown = 10_000;
    private const int PageSize = 100;

    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(30);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxKnown });

    /// <summary>Returns the settings that hold in a place.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read now; they may forbid what is asked, so nothing is guessed.</exception>
    public async ValueTask<PlaceSettings> FindAsync(PlaceKey place, CancellationToken cancellationToken)
    {
        if (!place.CanBeSetUp)
        {
            return PlaceSettings.Default;
        }

        if (_known.TryGetValue(place, out Known? known) && known is not null && time.GetUtcNow() - known.At < Holds)
        {
            return known.Settings;
        }

        var kept = await ReadAsync(place, cancellationToken);
        Keep(place, kept.Settings);
        return kept.Settings;
    }

    /// <summary>Returns the message in the language of its place, where that has one.</summary>
    /// <exception cref="StoreUnavailableException">The settings cannot be read now.</exception>
    public async ValueTask<InboundMessage> LocalizeAsync(InboundMessage message, CancellationToken cancellationToken)
        => (await FindAsync(PlaceKey.Of(message.Conversation), cancellationToken)).Language is { } language ? message with { Language = language, Locale = language } : message;

    /// <summary>Returns the settings as they are stored at this moment, for somebody who may change them.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read now, or a newer release wrote them.</exception>
    public async Task<KeptPlace> ReadAsync(PlaceKey place, CancellationToken cancellationToken)
    {
        var record = await records.FindAsync(place.ToRecordKey(), cancellationToken);
        return record is null ? new KeptPlace(PlaceSettings.Default, 0) : new KeptPlace(Read(record.Value), record.Version);
    }

    /// <summary>Stores settings if nobody has changed them since they were read, and says whether it did.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be stored now.</exception>
    public async Task<bool> TryWriteAsync(PlaceKey place, PlaceSettings settings, long expectedVersion, CancellationToken cancellationToken)
    {
        var value = JsonSerializer.Serialize(settings, PlaceJson.Default.PlaceSettings);
        if (!place.CanBeSetUp || value.Length > RecordKey.MaxValueLength)
        {
            return false;
        }

        var isWritten = await records.TryWriteAsync(place.ToRecordKey(), value, expectedVersion, lifetime: null, cancellationToken);
        _known.Remove(place);
        if (isWritten)
        {
            Keep(place, settings);
        }

        return isWritten;
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(Place place, CancellationToken cancellationToken)
    {
        var prefix = PlaceKey.PrefixOf(place);
        for (string? last = null; ;)
        {
            var page = await records.ListAsync(RecordKind.PlaceSettings, prefix, last, PageSize, cancellationToken);
            foreach (var record in page)
            {
                await records.TryRemoveAsync(record.Key, expectedVersion: null, cancellationToken);
            }

            if (page.Count < PageSize)
            {
                return;
            }

            last = page[^1].Key.Key;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _known.Dispose();

    private void Keep(PlaceKey place, PlaceSettings settings)
        => _known.Set(place, new Known(settings, time.GetUtcNow()), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Holds });

    private static PlaceSettings Read(string value)
    {
        try
        {
            return JsonSerializer.Deserialize(value, PlaceJson.Default.PlaceSettings) is { SchemaVersion: <= PlaceSettings.CurrentSchemaVersion } settings
                ? settings
                : throw new StoreUnavailableException("The settings of a place were written by a newer release; start that release, or a newer one.");
        }
        catch (JsonException unreadable)
        {
            throw new StoreUnavailableException("The settings of a place cannot be read; set them anew.", unreadable);
        }
    }

    private sealed record Known(PlaceSettings Settings, DateTimeOffset At);
}
