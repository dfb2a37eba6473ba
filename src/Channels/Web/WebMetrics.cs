using System.Diagnostics.Metrics;

namespace ChatOpsBot.Channels.Web;

/// <summary>The counters of the web API.</summary>
internal sealed class WebMetrics
{
    public const string MeterName = "ChatOpsBot.Channels.Web";

    private readonly Counter<long> _refused;
    private readonly Counter<long> _unclaimed;

    public WebMetrics(IMeterFactory meterFactory)
    {
        var meter = meterFactory.Create(MeterName);
        _refused = meter.CreateCounter<long>("chatopsbot.web.refused", "{request}", "Requests that were refused, by reason.");
        _unclaimed = meter.CreateCounter<long>("chatopsbot.web.unclaimed", "{reply}", "Replies that nobody was waiting for any more.");
    }

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Unclaimed() => _unclaimed.Add(1);
}
