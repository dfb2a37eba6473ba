using System.Collections.Concurrent;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>
/// Replaces tokens before they expire (S-81). A refresh token works once, so one replica alone asks, under a lock that expires, and what it got is stored before it
/// is used. When a process dies in between, the old refresh token is tried again; if Slack takes it no more, the installation waits for an operator.
/// </summary>
internal sealed partial class SlackTokenRotation(
    SlackInstallations installations, SlackOAuth oauth, IRecordStore records, IIdGenerator ids, TimeProvider time, ILogger<SlackTokenRotation> logger)
{
    private const int MaxSaves = 20;

    // Longer than everything that is done under it, or another replica would ask too.
    private static readonly TimeSpan LockLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SavePause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FaultPause = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Lazy<Task<SlackInstallation?>>> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SlackInstallation> _unsaved = new(StringComparer.Ordinal);

    /// <summary>Returns an installation whose token is not about to expire.</summary>
    /// <exception cref="SlackTokenLostException">The token has expired and there is no new one.</exception>
    public async Task<SlackInstallation?> FreshAsync(SlackInstallation installation, CancellationToken cancellationToken)
        => installation.NeedsRefresh(time.GetUtcNow()) ? await OnceAsync(installation.Id, null, cancellationToken) : installation;

    /// <summary>Replaces a token that Slack calls expired, whatever the clock says.</summary>
    /// <exception cref="SlackTokenLostException">There is no new one.</exception>
    public Task<SlackInstallation?> RefreshAsync(string id, string expired, CancellationToken cancellationToken) => OnceAsync(id, expired, cancellationToken);

    // All who wait in this process wait for one attempt, which no single one of them can end.
    private async Task<SlackInstallation?> OnceAsync(string id, string? expired, CancellationToken cancellationToken)
    {
        var running = _running.GetOrAdd(id, _ => new Lazy<Task<SlackInstallation?>>(() => RunAsync(id, expired)));
        return await running.Value.WaitAsync(cancellationToken);
    }

    private async Task<SlackInstallation?> RunAsync(string id, string? expired)
    {
        try
        {
            return await WaitForGoodAsync(id, expired);
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }

    private async Task<SlackInstallation?> WaitForGoodAsync(string id, string? expired)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            if (await installations.ReadAsync(id, CancellationToken.None) is not { Installation: { BotToken: not null } known })
            {
                return null;
            }

            if (IsGood(known, expired))
            {
                return known;
            }

            var isUsable = !known.IsExpired(time.GetUtcNow()) && known.BotToken != expired;
            if (!_unsaved.ContainsKey(id) && (known.RefreshToken is null || (known.FaultAt is { } at && time.GetUtcNow() - at < FaultPause)))
            {
                return isUsable ? known : throw new SlackTokenLostException(id);
            }

            if (await TryLockAsync(id) is { } held)
            {
                return await RefreshHeldAsync(id, expired, held);
            }

            // Another replica asks. Until then the old token works.
            if (isUsable)
            {
                return known;
            }

            if (time.GetElapsedTime(started) > Patience)
            {
                throw new SlackTokenLostException(id);
            }

            await Task.Delay(Pause, time, CancellationToken.None);
        }
    }

    private bool IsGood(SlackInstallation installation, string? expired) => !installation.NeedsRefresh(time.GetUtcNow()) && installation.BotToken != expired;

    private async Task<SlackInstallation?> RefreshHeldAsync(string id, string? expired, KeptRecord held)
    {
        try
        {
            // Whoever held the lock before may have done it.
            if (await installations.ReadAsync(id, CancellationToken.None) is not { Installation: { BotToken: not null } known } stored)
            {
                return null;
            }

            if (IsGood(known, expired))
            {
                return known;
            }

            var fresh = _unsaved.TryGetValue(id, out var unsaved) && unsaved.InstalledAt == known.InstalledAt ? unsaved : await AskAsync(known, stored.Version);
            return fresh is null ? UsableOrLost(known, expired) : await SaveAsync(fresh, known, stored.Version);
        }
        finally
        {
            await UnlockAsync(held);
        }
    }

    private SlackInstallation UsableOrLost(SlackInstallation known, string? expired)
        => !known.IsExpired(time.GetUtcNow()) && known.BotToken != expired ? known : throw new SlackTokenLostException(known.Id);

    private async Task<SlackInstallation?> AskAsync(SlackInstallation known, long version)
    {
        try
        {
            var grant = await oauth.RefreshAsync(known.RefreshToken!, CancellationToken.None);
            return grant.Into(known, time.GetUtcNow()) with { Fault = null, FaultAt = null };
        }
        catch (SlackApiException fault) when (SlackErrors.IsRefusal(fault.Error))
        {
            SlackInstallationBroken(known.Id, fault.Error);
            await installations.TryWriteAsync(known with { Fault = fault.Error, FaultAt = time.GetUtcNow() }, version, CancellationToken.None);
            return null;
        }
        catch (SlackApiException fault)
        {
            SlackTokenNotRefreshed(known.Id, fault.Error);
            return null;
        }
    }

    // The old refresh token is used up: what cannot be stored now is kept here, and stored with the next call.
    private async Task<SlackInstallation?> SaveAsync(SlackInstallation fresh, SlackInstallation known, long version)
    {
        _unsaved[known.Id] = fresh;
        for (var save = 1; ; save++)
        {
            try
            {
                if (await installations.TryWriteAsync(fresh, version, CancellationToken.None))
                {
                    _unsaved.TryRemove(known.Id, out _);
                    SlackTokenRefreshed(known.Id);
                    return fresh;
                }

                // Uninstalled or installed anew meanwhile: then that stands.
                if (await installations.ReadAsync(known.Id, CancellationToken.None) is not { } changed || changed.Installation.RefreshToken != known.RefreshToken)
                {
                    _unsaved.TryRemove(known.Id, out _);
                    return (await installations.ReadAsync(known.Id, CancellationToken.None))?.Installation;
                }

                version = changed.Version;
            }
            catch (StoreUnavailableException) when (save < MaxSaves)
            {
                await Task.Delay(SavePause, time, CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                SlackTokenNotSaved(known.Id);
                return fresh;
            }
        }
    }

    private async Task<KeptRecord?> TryLockAsync(string id)
    {
        var key = new RecordKey(RecordKind.Lock, $"slack/token/{id}");
        var owner = ids.NewId();
        return await records.TryWriteAsync(key, owner, 0, LockLife, CancellationToken.None)
            && await records.FindAsync(key, CancellationToken.None) is { } held && held.Value == owner
            ? held
            : null;
    }

    private async Task UnlockAsync(KeptRecord held)
    {
        try
        {
            await records.TryRemoveAsync(held.Key, held.Version, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // It expires.
        }
    }

    [LoggerMessage(LogEvents.SlackTokenRefreshed, LogLevel.Information, "The token of {Installation} was replaced")]
    private partial void SlackTokenRefreshed(string installation);

    [LoggerMessage(LogEvents.SlackTokenNotRefreshed, LogLevel.Warning, "The token of {Installation} was not replaced: {Error}. It is tried again")]
    private partial void SlackTokenNotRefreshed(string installation, string error);

    [LoggerMessage(LogEvents.SlackTokenNotSaved, LogLevel.Error, "The new token of {Installation} could not be stored; this process keeps it and stores it when it can, a restart before that would lose it")]
    private partial void SlackTokenNotSaved(string installation);

    [LoggerMessage(LogEvents.SlackInstallationBroken, LogLevel.Error, "Slack gives no new token for {Installation} ({Error}): the app must be installed there again")]
    private partial void SlackInstallationBroken(string installation, string error);
}
