using System.Collections.Concurrent;
using System.Text.Json;
using ChatOpsBot.RagCore.Access.Secrets;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>Keeps the installations, encrypted. What was read is believed for a minute at most, so that a replica hears soon of what another one did.</summary>
internal sealed partial class SlackInstallations(
    IRecordStore records, SecretBox box, SlackHealth health, TimeProvider time, ILogger<SlackInstallations> logger)
{
    private const int MaxRemembered = 10_000;
    private const int PageSize = 500;
    private const string Prefix = "slack/";

    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(1);

    // An installation may be made on another replica at any moment.
    private static readonly TimeSpan MissBelieved = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Remembered> _remembered = new(StringComparer.Ordinal);

    /// <summary>Returns the installation that serves a workspace: its own, or that of its enterprise.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read now.</exception>
    public async ValueTask<SlackInstallation?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var own = await RecallAsync(id, cancellationToken);
        return own?.PartOf is { } enterprise ? await RecallAsync(enterprise, cancellationToken) : own;
    }

    /// <summary>Returns what was read last, without asking anybody.</summary>
    public SlackInstallation? LastRead(string id)
    {
        var own = _remembered.GetValueOrDefault(id)?.Installation;
        return own?.PartOf is { } enterprise ? _remembered.GetValueOrDefault(enterprise)?.Installation : own;
    }

    /// <summary>Reads an installation from the store, with the version to change it from.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read now.</exception>
    public async Task<(SlackInstallation Installation, long Version)?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var record = await records.FindAsync(KeyOf(id), cancellationToken);
        if (record is null)
        {
            Remember(id, null);
            return null;
        }

        var installation = Open(record);
        Remember(id, installation);
        return box.IsOfAnEarlierKey(record.Value) ? await EncryptAnewAsync(installation, record.Version, cancellationToken) : (installation, record.Version);
    }

    /// <summary>Writes an installation if it is still the one that was read; version 0 when there was none.</summary>
    public async Task<bool> TryWriteAsync(SlackInstallation installation, long version, CancellationToken cancellationToken)
    {
        var key = KeyOf(installation.Id);
        var text = box.Seal(JsonSerializer.Serialize(installation, SlackInstallationJson.Default.SlackInstallation), NameOf(key));
        var isWritten = await records.TryWriteAsync(key, text, version, null, cancellationToken);
        if (isWritten)
        {
            Remember(installation.Id, installation);
        }
        else
        {
            Forget(installation.Id);
        }

        return isWritten;
    }

    /// <summary>Writes an installation in place of whatever is there.</summary>
    public async Task PutAsync(SlackInstallation installation, CancellationToken cancellationToken)
    {
        while (true)
        {
            var version = (await records.FindAsync(KeyOf(installation.Id), cancellationToken))?.Version ?? 0;
            if (await TryWriteAsync(installation, version, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>Removes an installation if it is still the one that was read.</summary>
    public async Task<bool> TryRemoveAsync(string id, long version, CancellationToken cancellationToken)
    {
        var isGone = await records.TryRemoveAsync(KeyOf(id), version, cancellationToken);
        _remembered.TryRemove(id, out _);

        // What is not installed wants no operator.
        health.Installation(id, null);
        return isGone;
    }

    /// <summary>Returns the workspaces that an enterprise's installation has been found for.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read now.</exception>
    public async Task<IReadOnlyList<string>> ListPartsAsync(string enterprise, CancellationToken cancellationToken)
    {
        var parts = new List<string>();
        for (string? last = null; ;)
        {
            var page = await records.ListAsync(RecordKind.Installation, Prefix, last, PageSize, cancellationToken);
            parts.AddRange(page.Select(TryOpen).OfType<SlackInstallation>().Where(installation => installation.PartOf == enterprise).Select(installation => installation.Id));
            if (page.Count < PageSize)
            {
                return parts;
            }

            last = page[^1].Key.Key;
        }
    }

    /// <summary>Believes no longer what was read, so that the store is asked next. Until then it stays what was read last: a delivery may be under way that asked before.</summary>
    public void Forget(string id)
    {
        if (_remembered.TryGetValue(id, out var known))
        {
            _remembered.TryUpdate(id, known with { IsBelieved = false }, known);
        }
    }

    // So that the earlier key is needed no more once every installation has been used.
    private async Task<(SlackInstallation Installation, long Version)?> EncryptAnewAsync(SlackInstallation installation, long version, CancellationToken cancellationToken)
    {
        await TryWriteAsync(installation, version, cancellationToken);
        var record = await records.FindAsync(KeyOf(installation.Id), cancellationToken);
        return record is null ? null : (Open(record), record.Version);
    }

    private async ValueTask<SlackInstallation?> RecallAsync(string id, CancellationToken cancellationToken)
    {
        if (_remembered.TryGetValue(id, out var known) && known.IsBelieved && time.GetElapsedTime(known.ReadAt) < (known.Installation is null ? MissBelieved : Believed))
        {
            return known.Installation;
        }

        return (await ReadAsync(id, cancellationToken))?.Installation;
    }

    private void Remember(string id, SlackInstallation? installation)
    {
        if (_remembered.Count >= MaxRemembered)
        {
            _remembered.Clear();
        }

        _remembered[id] = new Remembered(installation, time.GetTimestamp());
        health.Installation(id, installation?.Fault);
    }

    private SlackInstallation Open(KeptRecord record)
    {
        try
        {
            return JsonSerializer.Deserialize(box.Open(record.Value, NameOf(record.Key)), SlackInstallationJson.Default.SlackInstallation)
                ?? throw new SecretUnreadableException($"{NameOf(record.Key)} is empty.");
        }
        catch (Exception fault) when (fault is SecretUnreadableException or JsonException)
        {
            SlackInstallationUnreadable(record.Key.Key, fault.Message);
            throw new StoreUnavailableException($"The installation {record.Key.Key} cannot be read: {fault.Message}", fault);
        }
    }

    // One that cannot be read, and has been logged, keeps nobody else's from being found.
    private SlackInstallation? TryOpen(KeptRecord record)
    {
        try
        {
            return Open(record);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    private static RecordKey KeyOf(string id) => new(RecordKind.Installation, Prefix + id);

    private static string NameOf(RecordKey key) => $"{key.Kind}/{key.Key}";

    [LoggerMessage(LogEvents.SlackInstallationUnreadable, LogLevel.Error, "The installation {Installation} cannot be read: {Fault}")]
    private partial void SlackInstallationUnreadable(string installation, string fault);

    private sealed record Remembered(SlackInstallation? Installation, long ReadAt)
    {
        public bool IsBelieved { get; init; } = true;
    }
}
