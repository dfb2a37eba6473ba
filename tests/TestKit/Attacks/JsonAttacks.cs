using System.Text;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Attacks;

/// <summary>JSON that proves where it comes from and must still not be taken: broken, bottomless, of the wrong type, without what makes it a message.</summary>
public static class JsonAttacks
{
    private static readonly string[] WrongValues =
        ["null", "true", "1", "-1e999", "[]", "[[]]", "{}", "\"\"", "\"\\uD800\"", "\"a/b\"", "\"<script>\"", "\"../../x\"", "\"\\u0000\"", "9223372036854775808", $"\"{new string('a', 2_000)}\""];

    private static readonly string[] NoObjects =
    [
        string.Empty, " ", "\n\n", "null", "true", "0", "\"type\"", "[]", "[{}]", "{}", "{\"type\":", "{'type':'message'}", "{\"type\":\"message\",}", "{type:\"message\"}", "// x\n{}", "{}{}", "{} x",
        "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1e}", "{\"a\":\"\t\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"\\uD800\":1}", "\u0000", "<xml/>", "a=b&c=d",
    ];

    /// <summary>Returns bodies that are no message, each with its name.</summary>
    /// <param name="genuine">A body that would be accepted.</param>
    /// <param name="needed">Members without which it is none, as paths with dots.</param>
    public static IEnumerable<(string Name, byte[] Body)> From(JsonObject genuine, IReadOnlyList<string> needed)
    {
        foreach (var text in NoObjects)
        {
            yield return ($"body {(text.Length == 0 ? "empty" : text)}", Encoding.UTF8.GetBytes(text));
        }

        foreach (var path in needed)
        {
            foreach (var value in WrongValues)
            {
                yield return ($"{path} = {(value.Length > 40 ? "a long text" : value)}", Replaced(genuine, path, value));
            }
        }

        foreach (var broken in Broken(Encoding.UTF8.GetBytes(genuine.ToJsonString())))
        {
            yield return broken;
        }
    }

    private static IEnumerable<(string Name, byte[] Body)> Broken(byte[] whole)
    {
        foreach (var tenth in Enumerable.Range(1, 9))
        {
            yield return ($"truncated to {tenth} tenths", whole[..(whole.Length * tenth / 10)]);
        }

        yield return ("utf-16", Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(whole)));
        yield return ("invalid utf-8", [.. whole[..^1], 0xFF, 0xFE, (byte)'}']);
        yield return ("an overlong slash", [.. whole[..^1], 0xC0, 0xAF, (byte)'}']);
        foreach (var depth in new[] { 65, 1_000, 100_000 })
        {
            yield return ($"arrays {depth} deep", Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth)));
            yield return ($"objects {depth} deep", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)));
            yield return ($"a member {depth} deep", [.. whole[..^1], .. Encoding.ASCII.GetBytes(",\"x\":" + new string('[', depth) + new string(']', depth) + "}")]);
        }

        yield return ("a member name of 500 kB", Encoding.ASCII.GetBytes("{\"" + new string('a', 500_000) + "\":1}"));
        yield return ("a number of 500,000 digits", Encoding.ASCII.GetBytes("{\"a\":" + new string('9', 500_000) + "}"));
        yield return ("a hundred thousand members", Encoding.ASCII.GetBytes("{" + string.Join(',', Enumerable.Range(0, 100_000).Select(n => $"\"{n}\":0")) + "}"));
        yield return ("a hundred thousand equal members", Encoding.ASCII.GetBytes("{" + string.Join(',', Enumerable.Repeat("\"type\":\"x\"", 90_000)) + "}"));
    }

    private static byte[] Replaced(JsonObject genuine, string path, string value)
    {
        const string Mark = "\"@@replaced@@\"";
        var copy = (JsonObject)genuine.DeepClone();
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(copy, (node, name) => (JsonObject)node[name]!);
        parent[names[^1]] = "@@replaced@@";
        return Encoding.UTF8.GetBytes(copy.ToJsonString().Replace(Mark, value, StringComparison.Ordinal));
    }
}
