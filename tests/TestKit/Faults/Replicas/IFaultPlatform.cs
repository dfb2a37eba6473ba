namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>Where people ask.</summary>
public interface IFaultPlatform : IAsyncDisposable
{
    /// <summary>Adds the settings that connect a bot to it.</summary>
    void Configure(IDictionary<string, string?> settings);

    /// <summary>Writes a question as a person does, and tells nobody yet.</summary>
    /// <param name="marker">What tells it from every other.</param>
    /// <param name="earlier">A question of this platform to ask in the thread of; null: elsewhere.</param>
    /// <param name="bot">A client that reaches the bot.</param>
    FaultQuestion Write(string marker, FaultQuestion? earlier, HttpClient bot);

    /// <summary>Returns every message of the bot that a person sees now.</summary>
    IReadOnlyList<ShownMessage> Shown();
}

/// <summary>A question that was written.</summary>
/// <param name="Marker">What tells it from every other.</param>
/// <param name="Place">Where its answer is owed.</param>
/// <param name="Origin">What its platform knows it by.</param>
/// <param name="DeliverAsync">Delivers it, for the so-manieth time.</param>
public sealed record FaultQuestion(string Marker, string Place, string Origin, Func<int, Task<HttpResponseMessage>> DeliverAsync);
