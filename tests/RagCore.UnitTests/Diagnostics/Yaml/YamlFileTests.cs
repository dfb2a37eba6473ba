using System.Text;
using ChatOpsBot.RagCore.Diagnostics.Yaml;

namespace ChatOpsBot.RagCore.UnitTests.Diagnostics.Yaml;

public sealed class YamlFileTests
{
    [Fact]
    public void Values_are_read_with_their_lines()
    {
        var map = YamlFile.Read("# head\na: 1\nb:\n  - x\n  - {c: d}\ne: |\n  one\n  two\n");

        Assert.Equal(new YamlText("1", 2, 2, KeepsLines: false), map.Members["a"]);
        var list = Assert.IsType<YamlList>(map.Members["b"]);
        Assert.Equal(5, Assert.IsType<YamlMap>(list.Items[1]).Members["c"].Line);
        Assert.Equal(new YamlText("one\ntwo\n", 6, 7, KeepsLines: true), map.Members["e"]);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("- a", 1)]
    [InlineData("just words", 1)]
    [InlineData("a: 1\na: 2", 2)]
    [InlineData("a: {b: 1, b: 2}", 1)]
    [InlineData("a: &x [1]\nb: *x", 1)]
    [InlineData("a: 1\nb: *x", 2)]
    [InlineData("a: !!python/object:os.system ls", 1)]
    [InlineData("a: !System.IO.FileInfo {name: x}", 1)]
    [InlineData("!t\na: 1", 1)]
    [InlineData("!!str a: 1", 1)]
    [InlineData("? [a, b]\n: 1", 1)]
    [InlineData("a: 1\n---\nb: 2", 2)]
    [InlineData("a: 'unclosed", 1)]
    [InlineData("a: b: c", 1)]
    [InlineData("a: \"\\UFFFFFFFF\"", 1)]
    public void What_is_no_plain_file_of_settings_is_refused(string text, int line)
        => Assert.Equal(line, Assert.Throws<YamlFaultException>(() => YamlFile.Read(text)).Line);

    [Fact]
    public void Bombs_are_refused()
    {
        var laughs = new StringBuilder("a0: &a0 [lol, lol]\n");
        for (var level = 1; level < 30; level++)
        {
            laughs.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n");
        }

        Assert.Throws<YamlFaultException>(() => YamlFile.Read(laughs.ToString()));
        Assert.Contains("nested more than", Assert.Throws<YamlFaultException>(() => YamlFile.Read("a: " + new string('[', 10_000))).Message, StringComparison.Ordinal);
        Assert.Contains("has more than", Assert.Throws<YamlFaultException>(() => YamlFile.Read("a: [" + new StringBuilder().Insert(0, "1,", 200_000) + "1]")).Message, StringComparison.Ordinal);
        Assert.Contains("is longer than", Assert.Throws<YamlFaultException>(() => YamlFile.Read(new string('#', YamlFile.MaxCharacters + 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_written_ends_in_a_map_or_in_a_fault()
    {
        const string Start = "name: a\nlist:\n  - x: \"q\\t\"\n    y: 'r'\ntext: |\n  one {{two}}\nflow: {a: [1, 2], b: c}\n";
        const string Pieces = "{}[]:-,#&*!|>'\"%@`?\\ \n\tab0\u0085\u2028\uFEFFé";
        var random = new Random(11);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder(Start);
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                text[random.Next(text.Length)] = Pieces[random.Next(Pieces.Length)];
            }

            Assert.Null(Record.Exception(() => ReadOrFault(text.ToString())));
        }
    }

    private static void ReadOrFault(string text)
    {
        try
        {
            Assert.NotNull(YamlFile.Read(text));
        }
        catch (YamlFaultException fault)
        {
            Assert.True(fault.Line >= 1);
        }
    }
}
