using System.Net.Http.Json;
using System.Text.Json;
using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.IntegrationTests.Hosting;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Storage.S3;
using ChatOpsBot.TestKit.Servers;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.IntegrationTests.Storage.S3;

/// <summary>The whole product over a bucket that another process writes to.</summary>
[Collection(S3Collection.Name)]
public sealed class S3CompositionTests(S3Fixture fixture) : IDisposable
{
    private readonly S3Stage _stage = new(fixture.Server);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task What_is_put_into_the_bucket_is_answered_and_what_is_deleted_is_not()
    {
        var (key, hash) = ApiKeyHasher.New();
        await using var bot = await RunningBot.StartAsync(new Dictionary<string, string>
        {
            ["Storage:S3:Endpoint"] = S3Server.AddressOf(fixture.Server.Port).AbsoluteUri,
            ["Storage:S3:Bucket"] = S3Server.Bucket,
            ["Storage:S3:Prefix"] = _stage.Prefix,
            ["Storage:S3:AccessKey"] = S3Server.AccessKey,
            ["Storage:S3:SecretKey"] = S3Server.SecretKey,
            ["Storage:S3:PollInterval"] = "00:00:00.200",
            ["Channels:Web:ApiKeys:0:Hash"] = hash,
            ["Channels:Web:ApiKeys:0:Principals:0"] = Principals.Everyone,
        });
        bot.Client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        Assert.IsType<S3DocumentStore>(bot.Services.GetRequiredService<IDocumentStore>());

        await _stage.Open().PutAsync(
            TenantId.Default, "badges.md", [Principals.Everyone], "# Badges\n\nA visitor badge is returned at the north gate."u8.ToArray(), CancellationToken.None);
        await Eventually.HoldsAsync(async () => await TextAsync(bot) is { } text && text.Contains("north gate", StringComparison.Ordinal));

        await _stage.Operator.DeleteObjectAsync(S3Server.Bucket, _stage.KeyOf("badges.md"));
        await Eventually.HoldsAsync(async () => await TextAsync(bot) is { } text && !text.Contains("north gate", StringComparison.Ordinal));
        Assert.DoesNotContain(S3Server.SecretKey, bot.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("north gate", bot.Logs.Text, StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(RunningBot bot)
    {
        using var response = await bot.Client.PostAsJsonAsync(new Uri("/v1/chat", UriKind.Relative), new { text = "Where is a visitor badge returned?" });
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetRawText();
    }
}
