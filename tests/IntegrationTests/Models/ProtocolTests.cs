using System.Diagnostics;
using System.Globalization;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Usage.Calls;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Servers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace ChatOpsBot.IntegrationTests.Models;

/// <summary>The whole chain against a server nobody here wrote, in both protocols.</summary>
[Collection(ModelServerCollection.Name)]
public sealed class ProtocolTests(ModelServerFixture fixture, ITestOutputHelper output)
{
    private const string Whole = "The handbook grants thirty days of leave.";

    private readonly List<ModelCharge> _charges = [];
    private readonly RecordingLogs _logs = new();

    private ModelServer Server => fixture.Server;

    public static TheoryData<string, string> Faults()
    {
        var faults = new TheoryData<string, string>();
        foreach (var protocol in (string[])["OpenAI", "Anthropic"])
        {
            foreach (var model in (string[])["rate-limited", "failing", "overloaded", "refusing", "silent", "garbled", "hanging-up", "cut", "stalling"])
            {
                faults.Add(protocol, model);
            }
        }

        return faults;
    }

    [Theory]
    [InlineData("OpenAI")]
    [InlineData("Anthropic")]
    public async Task An_answer_streams_with_its_usage(string protocol)
    {
        await using var services = Build((protocol, "works"));

        var updates = await ReadAsync(services, "How many days of leave are there?");

        Assert.Equal(Whole, string.Concat(updates.Select(update => update.Text)));
        Assert.True(updates.Count(update => update.Text.Length > 0) > 2);
        Assert.Contains(updates, update => update.FinishReason == ChatFinishReason.Stop);
        Assert.Equal([new ModelCharge("works", ModelPurpose.Answer, 1_200, 40, 0.0042m, IsEstimated: false)], _charges);
    }

    [Theory]
    [InlineData("OpenAI")]
    [InlineData("Anthropic")]
    public async Task A_tool_is_called_and_what_it_returned_is_read(string protocol)
    {
        await using var services = Build((protocol, "works"));
        var client = services.GetRequiredService<IChatClient>();
        var tool = AIFunctionFactory.Create((string place, int days) => $"21 C in {place} for {days} days", "look_up", "Looks the weather up.");
        var options = Call();
        options.Tools = [tool];
        List<ChatMessage> said = [new(ChatRole.System, "Answer briefly."), new(ChatRole.User, "What is the weather?")];

        var asked = await client.GetResponseAsync(said, options);
        var call = Assert.Single(asked.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        var result = await tool.InvokeAsync(new AIFunctionArguments(call.Arguments));
        said.AddRange(asked.Messages);
        said.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]));
        var answer = await client.GetResponseAsync(said, options);

        Assert.Equal(ChatFinishReason.ToolCalls, asked.FinishReason);
        Assert.Equal("look_up", call.Name);
        Assert.Equal("It is 21 C.", answer.Text);
        var request = (await Server.RequestsAsync()).Last(request => request.Model == "works").Body.ToJsonString();
        Assert.Contains("21 C in Berlin for 2 days", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OpenAI")]
    [InlineData("Anthropic")]
    public async Task An_answer_to_a_schema_is_read(string protocol)
    {
        await using var services = Build((protocol, "works"));
        var options = Call();
        options.ResponseFormat = ChatResponseFormat.ForJsonSchema(
            System.Text.Json.JsonDocument.Parse("""{"type":"object","properties":{"days":{"type":"integer"}},"required":["days"],"additionalProperties":false}""").RootElement, "days");

        var answer = await services.GetRequiredService<IChatClient>().GetResponseAsync([new(ChatRole.User, "Holidays as JSON")], options);

        Assert.Equal("{\"days\":30}", answer.Text);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_of_one_provider_is_made_good_by_the_other(string protocol, string model)
    {
        await using var services = Build((protocol, model), (protocol == "OpenAI" ? "Anthropic" : "OpenAI", "works"));

        var started = Stopwatch.GetTimestamp();
        var updates = await ReadAsync(services, "How many days of leave are there?");
        var took = Stopwatch.GetElapsedTime(started);

        var restart = updates.FindIndex(update => update.Contents is [StreamRestart]);
        Assert.Equal(model is "cut" or "stalling", restart >= 0);
        Assert.Equal(Whole, string.Concat(updates.Skip(restart + 1).Select(update => update.Text)));
        Assert.StartsWith(string.Concat(updates.Take(Math.Max(0, restart)).Select(update => update.Text)), Whole, StringComparison.Ordinal);
        Assert.Equal([model, "works"], _charges.Select(charge => charge.Model));
        Assert.DoesNotContain("canary4711", _logs.Text, StringComparison.Ordinal);
        await PrintAsync(protocol, model, took);
    }

    /// <summary>The server notes a request that is given up in silence only at its end, which is later.</summary>
    private async Task PrintAsync(string protocol, string model, TimeSpan took)
    {
        var requests = (await Server.RequestsAsync()).ToList();
        var to = requests.FindLastIndex(request => request.Model == "works");
        var from = requests.FindLastIndex(request => request.Model == model);
        var between = from < 0 ? "?" : (requests[to].At - requests[from].At).ToString(CultureInfo.InvariantCulture);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{protocol} {model}: {between} ms from request to request, {took.TotalMilliseconds:F0} ms to the whole answer, {_charges[0]}"));
    }

    private async Task<List<ChatResponseUpdate>> ReadAsync(ServiceProvider services, string question)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in services.GetRequiredService<IChatClient>().GetStreamingResponseAsync([new ChatMessage(ChatRole.User, question)], Call()))
        {
            updates.Add(update);
        }

        return updates;
    }

    private ChatOptions Call() => new ModelCall(
        new ModelAccount(TenantId.Default, null, string.Empty, string.Empty), ModelPurpose.Answer, SpendingLevel.Normal, _charges.Add).Attach(new ChatOptions());

    private ServiceProvider Build(params (string Protocol, string Model)[] models)
    {
        var settings = models.SelectMany((model, number) => new Dictionary<string, string?>
        {
            [$"Models:Chat:{number}:Provider"] = model.Protocol,
            [$"Models:Chat:{number}:Endpoint"] = (model.Protocol == "OpenAI" ? Server.OpenAiEndpoint : Server.AnthropicEndpoint).ToString(),
            [$"Models:Chat:{number}:ApiKey"] = ModelServer.ApiKey,
            [$"Models:Chat:{number}:Model"] = model.Model,
            [$"Models:Chat:{number}:InputPrice"] = "3",
            [$"Models:Chat:{number}:OutputPrice"] = "15",
            [$"Models:Chat:{number}:FirstTokenTimeout"] = number == 0 && model.Model == "silent" ? "00:00:00.500" : "00:00:15",
            [$"Models:Chat:{number}:TokenTimeout"] = number == 0 && model.Model == "stalling" ? "00:00:00.500" : "00:00:10",
        });
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(new ContentRoot("/"))
            .AddMetrics()
            .AddLogging(logging => logging.AddProvider(_logs))
            .AddQuestionAnswering(configuration)
            .BuildServiceProvider();
    }
}
