using System.Reflection;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.UnitTests.Diagnostics;

public sealed class LogEventsTests
{
    [Fact]
    public void No_event_id_is_used_twice()
    {
        var ids = typeof(LogEvents).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (int)field.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }
}
