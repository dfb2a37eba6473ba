using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>The one connection of this process: made at the first use, and made again in the background for as long as the process runs.</summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _client;

    public RedisConnection(IOptions<RedisOptions> options)
        => _client = new Lazy<Task<ConnectionMultiplexer>>(() => ConnectAsync(options.Value));

    /// <summary>Returns the database. Throws at once when there is no connection: what was queued for a later one would be stale by then.</summary>
    /// <exception cref="RedisUnreachableException">There is no connection now.</exception>
    public async Task<IDatabase> OpenAsync()
    {
        var client = await _client.Value;
        return client.IsConnected ? client.GetDatabase() : throw new RedisUnreachableException();
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            (await _client.Value).Dispose();
        }
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(RedisOptions options)
    {
        var configuration = ConfigurationOptions.Parse(options.ConnectionString);
        configuration.AbortOnConnectFail = false;
        configuration.ClientName ??= "chatopsbot";
        return ConnectionMultiplexer.ConnectAsync(configuration);
    }
}

/// <summary>There is no connection to Redis.</summary>
internal sealed class RedisUnreachableException() : Exception("There is no connection to Redis.");
