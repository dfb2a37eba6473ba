using ChatOpsBot.RagCore.Knowledge.Analysis;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Analysis;

public sealed class TextAnalyzerTests
{
    [Theory]
    [InlineData("How do I reset my VPN password?", "how do i reset my vpn password")]
    [InlineData("Müller's café", "muller cafe")]
    [InlineData("Mu\u0308ller", "muller")]
    [InlineData("Ｆｕｌｌ　ｗｉｄｔｈ", "full width")]
    [InlineData("pass\u200Bword\u202E x\U000E0041y", "password xy")]
    [InlineData("Straße ﬁle", "strass file")]
    [InlineData("ＩＳＯ９００１ 𝐛𝐨𝐥𝐝", "iso9001 bold")]
    [InlineData("ERR_4012", "err4012 err 4012")]
    [InlineData("kubectl-get", "kubectlget kubectl get")]
    [InlineData("v2.1", "2.1 v2.1")]
    [InlineData("ann@example.com", "ann@example.com ann exampl com")]
    [InlineData("1,500 and 3.5", "1500 and 3.5")]
    [InlineData("1,2,3", "1 2 3")]
    [InlineData("e-mails", "email e mail")]
    [InlineData("the end.", "the end")]
    [InlineData("don’t don't", "don't don't")]
    [InlineData("'quoted' -- a_ -b", "quot a b")]
    [InlineData("日本語 test", "日本 本語 test")]
    [InlineData("水", "水")]
    [InlineData("申請は水曜、ERR_4012とA4用紙", "申請 請は は水 水曜 err4012 err 4012 と a4 用紙")]
    [InlineData("サーバー ｻｰﾊﾞｰ", "サー ーバ バー サー ーハ ハー")]
    [InlineData("휴가는 3월", "휴가 가는 3 월")]
    [InlineData("ลาป่วย ๑๒ วัน", "ลา าป่ ป่ว วย 12 วัน")]
    [InlineData("𠮷野家", "𠮷野 野家")]
    [InlineData("ဝန်ထမ်း ព្រះ", "ဝန် န်ထ ထမ်း ព្រះ")]
    [InlineData("Işık İzmir", "isik izmir")]
    [InlineData("œuvre æble ørsted Łódź", "oeuvr aebl orst lodz")]
    [InlineData("Όδος ΟΔΟΣ", "οδοσ οδοσ")]
    [InlineData("مـديـر مُدِير إجازة اجازه", "مدير مدير اجازه اجازه")]
    [InlineData("हिन्दी में १२", "हिन्दी में 12")]
    [InlineData("отпуска отпуск отпуском Ёлка", "отпуск отпуск отпуск елк")]
    [InlineData("שָׁלוֹם", "שלום")]
    [InlineData("", "")]
    [InlineData("\uD800 ok \uDC00", "ok")]
    public void A_text_has_these_terms(string text, string terms)
    {
        var tokens = TextAnalyzer.Analyze(text);

        Assert.Equal(terms, string.Join(' ', tokens.Select(token => token.Term)));
    }

    [Fact]
    public void Offsets_are_those_of_the_original_text()
    {
        const string text = "Das Büro\u200B-Gebäude";

        var tokens = TextAnalyzer.Analyze("Das Büro-Gebäude");

        Assert.Equal(
            ["Das", "Büro-Gebäude", "Büro", "Gebäude"],
            tokens.Select(token => "Das Büro-Gebäude"[token.Start..token.End]));
        Assert.Equal([0, 1, 1, 2], tokens.Select(token => token.Position));
        Assert.Equal("Büro", text[TextAnalyzer.Analyze(text)[2].Start..TextAnalyzer.Analyze(text)[2].End]);
    }

    [Theory]
    [InlineData("what", true)]
    [InlineData("does", true)]
    [InlineData("having", true)]
    [InlineData("why", true)]
    [InlineData("don't", true)]
    [InlineData("vacation", false)]
    [InlineData("contractors", false)]
    public void Question_words_are_stop_words_also_when_stemmed(string word, bool isStopWord)
    {
        var term = TextAnalyzer.Analyze(word)[0].Term;

        Assert.Equal(isStopWord, TextAnalyzer.IsStopWord(term));
    }

    [Fact]
    public void A_huge_run_of_letters_or_parts_stays_bounded()
    {
        var letters = TextAnalyzer.Analyze(new string('a', 1_000_000));
        var parts = TextAnalyzer.Analyze(string.Concat(Enumerable.Repeat("a.", 100_000)));

        Assert.InRange(Assert.Single(letters).Term.Length, 1, TokenScanner.MaxPartLength + 1);
        Assert.All(parts, token => Assert.InRange(token.Term.Length, 1, TokenScanner.BufferSize));
    }

    [Fact]
    public void Spans_of_any_text_lie_inside_it_in_order()
    {
        Prop.ForAll<string?>(text =>
        {
            var tokens = TextAnalyzer.Analyze(text ?? string.Empty);
            return tokens.All(token => token.Start >= 0 && token.Start < token.End && token.End <= text!.Length && token.Term.Length > 0)
                && tokens.Zip(tokens.Skip(1)).All(pair => pair.First.Start <= pair.Second.Start && pair.First.Position <= pair.Second.Position);
        }).QuickCheckThrowOnFailure();
    }
}
