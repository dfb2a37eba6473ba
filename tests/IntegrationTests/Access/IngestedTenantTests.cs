using System.Net.Http.Json;
using System.Text.Json;
using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.IntegrationTests.Hosting;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.IntegrationTests.Access;

/// <summary>An organisation whose documents were only handed in, never configured.</summary>
public sealed class IngestedTenantTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_was_handed_in_for_an_organisation_is_answered_to_its_people()
    {
        var (key, hash) = ApiKeyHasher.New();
        await using var bot = await RunningBot.StartAsync(new Dictionary<string, string>
        {
            ["Channels:Web:ApiKeys:0:Hash"] = hash,
            ["Channels:Web:ApiKeys:0:Tenant"] = "acme",
            ["Channels:Web:ApiKeys:0:Principals:0"] = Principals.Everyone,
        });
        bot.Client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        Assert.Equal("notice", await KindAsync(bot));

        await bot.Services.GetRequiredService<IDocumentStore>().PutAsync(
            new TenantId("acme"), "badges.md", [Principals.Everyone], "# Badges\n\nA visitor badge is returned at the north gate."u8.ToArray(), CancellationToken.None);

        Assert.Equal("answer", await UntilNotNoticeAsync(bot));
    }

    private static async Task<string?> UntilNotNoticeAsync(RunningBot bot)
    {
        using var limit = new CancellationTokenSource(Patience);
        string? kind;
        while ((kind = await KindAsync(bot)) is "notice" or "no_evidence")
        {
            await Task.Delay(50, limit.Token);
        }

        return kind;
    }

    private static async Task<string?> KindAsync(RunningBot bot)
    {
        using var response = await bot.Client.PostAsJsonAsync(new Uri("/v1/chat", UriKind.Relative), new { text = "Where is a visitor badge returned?" });
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("kind").GetString();
    }
}
