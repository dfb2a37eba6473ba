using System.Text.Json;

namespace ChatOpsBot.BotHost.Cli;

/// <summary>Flattens a report into rows, under the names programs get.</summary>
internal static class Measures
{
    public static IEnumerable<(string Name, string Value)> Of<T>(T report)
    {
        using var json = JsonSerializer.SerializeToDocument(report);
        return [.. Of(json.RootElement, prefix: string.Empty)];
    }

    private static IEnumerable<(string Name, string Value)> Of(JsonElement element, string prefix)
        => from property in element.EnumerateObject()
           let name = prefix + property.Name
           from measure in property.Value.ValueKind is JsonValueKind.Object ? Of(property.Value, name + ".") : [(name, property.Value.ToString())]
           select measure;
}
