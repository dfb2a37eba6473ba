using ChatOpsBot.BotHost.Cli.Manifests;

namespace ChatOpsBot.IntegrationTests.Manifests;

public sealed class PublicHostTests
{
    [Theory]
    [InlineData("bot.example.com")]
    [InlineData("a1.b-2.io")]
    [InlineData("xn--bcher-kva.example")]
    public void A_DNS_name_is_taken(string host) => Assert.Equal((host, null), (PublicHost.Read(host, out var fault), fault));

    [Fact]
    public void Capitals_and_blanks_around_it_do_not_matter() => Assert.Equal("bot.example.com", PublicHost.Read(" Bot.Example.COM ", out _));

    [Theory]
    [InlineData("https://bot.example.com")]
    [InlineData("bot.example.com:8443")]
    [InlineData("bot.example.com/teams")]
    [InlineData("bot.example.com.")]
    [InlineData("bot .example.com")]
    [InlineData("bot\".example.com")]
    [InlineData("bücher.example")]
    [InlineData("*.example.com")]
    [InlineData("localhost")]
    [InlineData("10.0.0.1")]
    [InlineData("-bot.example.com")]
    [InlineData("bot-.example.com")]
    [InlineData("bot..example.com")]
    [InlineData("bot.example.com\nx")]
    [InlineData("your-host.example")]
    [InlineData("")]
    public void What_the_platforms_could_not_reach_is_refused_with_its_value(string value)
    {
        var host = PublicHost.Read(value, out var fault);

        Assert.Null(host);
        Assert.StartsWith($"--host ({value}) ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_longer_than_DNS_allows_is_refused()
    {
        Assert.Null(PublicHost.Read(string.Join('.', Enumerable.Repeat("bot", 64)), out _));
        Assert.Null(PublicHost.Read(new string('b', 64) + ".example", out _));
        Assert.NotNull(PublicHost.Read(new string('b', 63) + ".example", out _));
    }
}
