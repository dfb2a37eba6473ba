using System.Collections;
using System.Globalization;
using System.Reflection;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Files;

namespace ChatOpsBot.IntegrationTests.Docs;

/// <summary>docs/configuration.md names every key and its default, and no other.</summary>
public sealed class ConfigurationDocTests
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(InboundMessage).Assembly,
        typeof(Channels.Web.WebChannelOptions).Assembly,
        typeof(BotHost.Hosting.BotApplication).Assembly,
    ];

    private static readonly string[] KeysOfTheFramework = ["Urls", "Logging:LogLevel:Default"];

    [Fact]
    public void Every_setting_is_documented_with_its_default()
    {
        var documented = DocumentedKeys();

        var wrong = Settings().Where(setting => !documented.TryGetValue(setting.Key, out var value) || value != setting.Default)
            .Select(setting => $"| `{setting.Key}` | {setting.Default} |");

        Assert.True(!wrong.Any(), $"These rows are missing or have another default:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void Nothing_is_documented_that_is_not_a_setting()
        => Assert.Empty(DocumentedKeys().Keys.Except(Settings().Select(setting => setting.Key)).Except(KeysOfTheFramework));

    private static Dictionary<string, string> DocumentedKeys() => File.ReadLines(RepositoryFiles.PathOf("docs", "configuration.md"))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2].Trim('`'), StringComparer.Ordinal);

    private static IEnumerable<(string Key, string Default)> Settings() =>
        from type in Assemblies.SelectMany(assembly => assembly.GetTypes())
        let section = type.GetField("SectionName", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        where section is not null
        from setting in SettingsOf(type, section)
        select setting;

    private static IEnumerable<(string Key, string Default)> SettingsOf(Type type, string section)
    {
        var instance = Activator.CreateInstance(type);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = $"{section}:{property.Name}";
            if (ItemType(property.PropertyType) is { IsClass: true } item && item != typeof(string) && item.Namespace!.StartsWith("ChatOpsBot", StringComparison.Ordinal))
            {
                foreach (var inner in SettingsOf(item, $"{key}:N"))
                {
                    yield return inner;
                }
            }
            else if (property.PropertyType is { IsClass: true, IsNested: true } group)
            {
                foreach (var inner in SettingsOf(group, key))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return (Shape(key, property.PropertyType), Text(property.GetValue(instance)));
            }
        }
    }

    private static Type? ItemType(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>) ? type.GetGenericArguments()[0] : null;

    private static string Shape(string key, Type type)
    {
        if (ItemType(type) is not null)
        {
            return $"{key}:N";
        }

        return !type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IDictionary<,>) ? key
            : type.GetGenericArguments()[1] == typeof(string) ? $"{key}:NAME" : $"{key}:NAME:N";
    }

    private static string Text(object? value) => value switch
    {
        null => "none",
        string text => text.Length == 0 ? "none" : text,
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IDictionary => "none",
        IEnumerable<string> list => list.Any() ? string.Join(", ", list) : "none",
        IEnumerable => "none",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
