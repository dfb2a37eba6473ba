using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>Programs that ask through the web API and wait; who gets no answer asks again under the same idempotency key. What they were told is what they see.</summary>
public sealed class WebFaultPlatform : IFaultPlatform
{
    private readonly ConcurrentDictionary<(string Place, string Turn, string Text), ShownKind> _told = new();

    public void Configure(IDictionary<string, string?> settings) => settings["Channels__Web__RequestsPerMinute"] = "0";

    public FaultQuestion Write(string marker, FaultQuestion? earlier, HttpClient bot)
        => new(marker, $"web {marker}", marker, _ => AskAsync(marker, bot));

    public IReadOnlyList<ShownMessage> Shown() => [.. _told.Select(told => new ShownMessage(told.Key.Place, told.Value))];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<HttpResponseMessage> AskAsync(string marker, HttpClient bot)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/chat", UriKind.Relative))
        {
            Content = JsonContent.Create(new { text = $"{FaultQuestions.Text} ({marker})" }),
        };
        request.Headers.Add("Idempotency-Key", $"key-{marker}");
        var response = await bot.SendAsync(request);
        if (response.IsSuccessStatusCode)
        {
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            var text = answer.GetProperty("text").GetString() ?? string.Empty;
            _told[($"web {marker}", answer.GetProperty("turn_id").GetString()!, text)] = FaultQuestions.KindOf(text);
        }

        return response;
    }
}
