using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Models.Chat;
using ChatOpsBot.RagCore.UnitTests.Storage;
using ChatOpsBot.RagCore.Usage.Calls;
using ChatOpsBot.TestKit.Files;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Models.Chat;

public sealed class ChatModelsOptionsTests : IDisposable
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["Chat:0:Name"] = "primary",
        ["Chat:0:Provider"] = "OpenAI",
        ["Chat:0:Model"] = "gpt-5-mini",
        ["Chat:0:ApiKey"] = "sk-0123456789abcdef",
        ["Chat:0:InputPrice"] = "0.25",
        ["Chat:1:Provider"] = "anthropic",
        ["Chat:1:Model"] = "claude-haiku",
        ["Chat:1:ApiKey"] = "sk-ant-0123456789",
        ["AllowedByTenant:acme:0"] = "primary",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_model_there_is_no_client()
    {
        await using var provider = Build([]);

        provider.GetRequiredService<IStartupValidator>().Validate();
        Assert.Null(provider.GetService<IChatClient>());
    }

    [Fact]
    public async Task With_models_there_is_one_client_for_all()
    {
        await using var provider = Build(Good);

        provider.GetRequiredService<IStartupValidator>().Validate();
        Assert.IsType<FailoverChatClient>(provider.GetRequiredService<IChatClient>());
        Assert.Equal(["primary", "claude-haiku"], provider.GetRequiredService<IReadOnlyList<ChatModel>>().Select(model => model.Name));
    }

    [Theory]
    [InlineData("Chat:0:Provider", null, "Models:Chat:0:Provider is missing")]
    [InlineData("Chat:0:Model", "", "Models:Chat:0:Model is missing")]
    [InlineData("Chat:0:ApiKey", null, "Models:Chat:0:ApiKey is missing")]
    [InlineData("Chat:1:ApiKey", "your-key-here", "Models:Chat:1:ApiKey is a placeholder")]
    [InlineData("Chat:0:Endpoint", "http://models.example.com/v1", "Models:Chat:0:Endpoint is not an https address")]
    [InlineData("Chat:0:InputPrice", "-0.01", "Models:Chat:0:InputPrice (-0.01) must be between 0 and")]
    [InlineData("Chat:0:OutputPrice", "1e9", "Models:Chat:0:OutputPrice")]
    [InlineData("Chat:0:MaxOutputTokens", "0", "Models:Chat:0:MaxOutputTokens (0) must be between")]
    [InlineData("Chat:0:TotalTimeout", "00:00:05", "Models:Chat:0:FirstTokenTimeout (00:00:15) is more than Models:Chat:0:TotalTimeout (00:00:05)")]
    [InlineData("Chat:1:Name", "primary", "Models:Chat has 2 models named 'primary'")]
    [InlineData("AllowedByTenant:acme:0", "gone", "Models:AllowedByTenant:acme:0 (gone) names no model")]
    [InlineData("Hedging:Delay", "00:00:00", "Models:Hedging:Delay (00:00:00) must be between")]
    [InlineData("Hedging:MaxShare", "1.5", "Models:Hedging:MaxShare (1.5) must be between 0 and 1")]
    public async Task A_bad_value_stops_the_start_and_names_key_and_mend(string key, string? value, string named)
    {
        await using var provider = Build(new Dictionary<string, string?>(Good) { [key] = value });

        var fault = Assert.ThrowsAny<Exception>(provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains(named, fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task An_organisation_that_is_named_without_a_model_allows_none(string? nothing)
    {
        await using var provider = Build(new Dictionary<string, string?>(Good) { ["AllowedByTenant:other"] = nothing });
        provider.GetRequiredService<IStartupValidator>().Validate();

        var call = new ModelCall(new ModelAccount(new TenantId("other"), null, string.Empty, string.Empty), ModelPurpose.Answer, SpendingLevel.Normal, _ => { });

        Assert.Empty(provider.GetRequiredService<ModelPolicy>().Choose(provider.GetRequiredService<IReadOnlyList<ChatModel>>(), call));
    }

    [Fact]
    public async Task A_chat_model_cannot_order_passages_where_there_is_none()
    {
        await using var provider = Build(new() { ["Rerank:Provider"] = "ChatModel" });

        var fault = Assert.ThrowsAny<Exception>(provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains("Models:Rerank:Provider is ChatModel although Models:Chat names no model", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_on_this_machine_needs_no_key()
    {
        await using var provider = Build(new()
        {
            ["Chat:0:Provider"] = "OpenAI",
            ["Chat:0:Model"] = "llama",
            ["Chat:0:Endpoint"] = "http://127.0.0.1:11434/v1",
        });

        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    private ServiceProvider Build(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Models:{setting.Key}", setting.Value)))
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Knowledge:Sources:0:Path", "."), KeyValuePair.Create<string, string?>("Prompts:Path", RepositoryFiles.PathOf("prompts"))])
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddMetrics()
            .AddSingleton(new ContentRoot(_folder.Path))
            .AddQuestionAnswering(configuration)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
