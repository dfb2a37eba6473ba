using System.Collections.Concurrent;
using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.TestKit.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed class WebChannelOptionsTests
{
    private const string SomeHash = "sha256:1f0c5a9de2b34867a1c09be4d7f3e25610ab98cd47ef36215b0d9c8e7a6f5412";

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "ApiKeys:0:Hash", "", "Channels:Web:ApiKeys:0:Hash" },
        { "ApiKeys:0:Hash", "changeme", "key new" },
        { "ApiKeys:0:Hash", "sha256:abc", "key new" },
        { "ApiKeys:0:Hash", "md5:1f0c5a9de2b34867a1c09be4d7f3e25610ab98cd47ef36215b0d9c8e7a6f5412", "key new" },
        { "ApiKeys:0:Hash", "sha256:zz0c5a9de2b34867a1c09be4d7f3e25610ab98cd47ef36215b0d9c8e7a6f5412", "key new" },
        { "ApiKeys:0:Hash", "sha256:0000000000000000000000000000000000000000000000000000000000000000", "placeholder" },
        { "ApiKeys:0:Hash", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "placeholder" },
        { "ApiKeys:0:Tenant", "Acme Corp", "Channels:Web:ApiKeys:0:Tenant is `Acme Corp`" },
        { "ApiKeys:0:Tenant", "../x", "Channels:Web:ApiKeys:0:Tenant" },
        { "ApiKeys:0:Principals:0", " ", "Channels:Web:ApiKeys:0:Principals" },
        { "ApiKeys:0:MayActFor:0", " ", "Channels:Web:ApiKeys:0:MayActFor" },
        { "ApiKeys:1:Hash", SomeHash, "Channels:Web:ApiKeys:1:Hash is that of Channels:Web:ApiKeys:0" },
        { "AllowedOrigins:0", "*", "Channels:Web:AllowedOrigins:0" },
        { "AllowedOrigins:0", "https://intranet.example.com/", "Channels:Web:AllowedOrigins:0" },
        { "AllowedOrigins:0", "file:///x", "Channels:Web:AllowedOrigins:0" },
        { "AnswerTimeout", "00:00:00", "AnswerTimeout" },
        { "RequestsPerMinute", "-1", "RequestsPerMinute" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_stops_the_start_and_names_key_and_mend(string key, string value, string named)
    {
        var settings = new Dictionary<string, string?> { ["Channels:Web:ApiKeys:0:Hash"] = SomeHash, [$"Channels:Web:{key}"] = value };

        var error = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => WebTestHost.StartAsync(settings, "Production"));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_was_put_where_its_hash_belongs_is_not_repeated()
    {
        var (key, _) = ApiKeyHasher.New();
        var settings = new Dictionary<string, string?> { ["Channels:Web:ApiKeys:0:Hash"] = key };

        var error = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => WebTestHost.StartAsync(settings, "Production"));

        Assert.DoesNotContain(key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_rights_is_said_at_the_start()
    {
        var log = new RecordedWarnings();
        var settings = new Dictionary<string, string?>().WithKey(out _).WithKey(out _, principals: ["finance"]);

        await using var host = await WebTestHost.StartAsync(settings, "Production", services => services.AddSingleton<ILoggerProvider>(log));

        Assert.Matches("^key:[0-9a-f]{8} has no Principals", Assert.Single(log.Lines));
    }

    [Fact]
    public async Task Off_is_off_whatever_else_is_set()
    {
        var settings = new Dictionary<string, string?> { ["Channels:Web:Enabled"] = "false", ["Channels:Web:ApiKeys:0:Hash"] = "not yet" };
        await using var host = await WebTestHost.StartAsync(settings);

        Assert.Equal(404, (await host.Client.AskAsync()).Status);
        Assert.Equal(404, (await host.Client.FetchAsync("/playground")).Status);
    }

    private sealed class RecordedWarnings : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
