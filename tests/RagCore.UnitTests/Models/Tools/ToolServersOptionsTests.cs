using ChatOpsBot.RagCore.Models.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Models.Tools;

/// <summary>Settings of tool servers. Whoever writes them is told all that is wrong, and no secret is said again.</summary>
public sealed class ToolServersOptionsTests
{
    [Fact]
    public void A_server_is_read_with_its_lists()
    {
        var server = Assert.Single(Read(
            ("Name", "rooms"), ("Endpoint", "https://rooms.example/mcp"), ("Headers:Authorization", "Bearer x"), ("AllowedTools:0", "find_room"), ("Readers:0", "staff")).Mcp);

        Assert.Equal(("rooms", "Bearer x"), (server.Name, server.Headers["authorization"]));
        Assert.Equal(["find_room"], server.AllowedTools);
        Assert.Equal(["staff"], server.Readers);
    }

    [Theory]
    [InlineData("Name", "", "Tools:Mcp:0:Name is missing or empty. Set it.")]
    [InlineData("Name", "my rooms", "Tools:Mcp:0:Name (my rooms) cannot begin the name of a tool")]
    [InlineData("Endpoint", "http://rooms.example/mcp", "Tools:Mcp:0:Endpoint must be an address with https")]
    [InlineData("Endpoint", "https://user:secret@rooms.example/mcp", "Tools:Mcp:0:Endpoint must be an address with https")]
    [InlineData("Command", "node", "Tools:Mcp:0 needs either Endpoint or Command, and not both.")]
    [InlineData("Link", "javascript:alert(1)", "Tools:Mcp:0:Link must be an address with https")]
    [InlineData("AllowedTools:0", " ", "Tools:Mcp:0:AllowedTools is empty: list the tools that may be called.")]
    [InlineData("Headers:Authorization", "secret\nX-Other: 1", "Tools:Mcp:0:Headers has a value with a character that no header has")]
    [InlineData("ConnectTimeout", "01:00:00", "Tools:Mcp:0:ConnectTimeout (01:00:00) must be between")]
    public void A_wrong_setting_is_refused(string key, string value, string expected)
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Read(
            [("Name", "rooms"), ("Endpoint", "https://rooms.example/mcp"), ("AllowedTools:0", "find_room"), (key, value)]));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    private static ToolServersOptions Read(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (key, value) in settings)
        {
            values[$"Tools:Mcp:0:{key}"] = value;
        }

        using var services = new ServiceCollection().AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddToolServers()
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<ToolServersOptions>>().Value;
    }
}
