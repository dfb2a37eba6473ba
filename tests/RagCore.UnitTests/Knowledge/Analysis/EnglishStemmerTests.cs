using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Analysis;

public sealed class EnglishStemmerTests
{
    [Theory]
    [InlineData("consign", "consign")]
    [InlineData("consigned", "consign")]
    [InlineData("consigning", "consign")]
    [InlineData("consignment", "consign")]
    [InlineData("consist", "consist")]
    [InlineData("consisted", "consist")]
    [InlineData("consistency", "consist")]
    [InlineData("consistently", "consist")]
    [InlineData("consolation", "consol")]
    [InlineData("consolatory", "consolatori")]
    [InlineData("consolidate", "consolid")]
    [InlineData("consolingly", "consol")]
    [InlineData("conspicuous", "conspicu")]
    [InlineData("conspirators", "conspir")]
    [InlineData("constable", "constabl")]
    [InlineData("knack", "knack")]
    [InlineData("knackeries", "knackeri")]
    [InlineData("knaves", "knave")]
    [InlineData("knavish", "knavish")]
    [InlineData("kneaded", "knead")]
    [InlineData("knees", "knee")]
    [InlineData("knelt", "knelt")]
    [InlineData("knightly", "knight")]
    [InlineData("knitted", "knit")]
    [InlineData("knives", "knive")]
    [InlineData("generically", "generic")]
    [InlineData("generate", "generat")]
    [InlineData("communism", "communism")]
    [InlineData("arsenal", "arsenal")]
    [InlineData("skies", "sky")]
    [InlineData("skis", "ski")]
    [InlineData("sky", "sky")]
    [InlineData("dying", "die")]
    [InlineData("lying", "lie")]
    [InlineData("tying", "tie")]
    [InlineData("idly", "idl")]
    [InlineData("gently", "gentl")]
    [InlineData("only", "onli")]
    [InlineData("news", "news")]
    [InlineData("bias", "bias")]
    [InlineData("innings", "inning")]
    [InlineData("exceeds", "exceed")]
    [InlineData("caresses", "caress")]
    [InlineData("ponies", "poni")]
    [InlineData("ties", "tie")]
    [InlineData("cries", "cri")]
    [InlineData("gas", "gas")]
    [InlineData("this", "this")]
    [InlineData("gaps", "gap")]
    [InlineData("kiwis", "kiwi")]
    [InlineData("agreed", "agre")]
    [InlineData("feed", "feed")]
    [InlineData("luxuriating", "luxuri")]
    [InlineData("hopping", "hop")]
    [InlineData("hoping", "hope")]
    [InlineData("cry", "cri")]
    [InlineData("by", "by")]
    [InlineData("say", "say")]
    [InlineData("happy", "happi")]
    [InlineData("relational", "relat")]
    [InlineData("conditional", "condit")]
    [InlineData("digitizer", "digit")]
    [InlineData("vietnamization", "vietnam")]
    [InlineData("hopefulness", "hope")]
    [InlineData("sensibiliti", "sensibl")]
    [InlineData("formative", "format")]
    [InlineData("electrical", "electr")]
    [InlineData("adjustment", "adjust")]
    [InlineData("adoption", "adopt")]
    [InlineData("controlling", "control")]
    [InlineData("rate", "rate")]
    [InlineData("dog's", "dog")]
    [InlineData("dogs'", "dog")]
    [InlineData("yes", "yes")]
    [InlineData("youth", "youth")]
    [InlineData("enjoyed", "enjoy")]
    [InlineData("as", "as")]
    public void A_word_has_the_stem_of_the_published_algorithm(string word, string stem)
    {
        var result = EnglishStemmer.Stem(word);

        Assert.Equal(stem, result);
    }

    [Fact]
    public void Any_short_run_of_letters_is_stemmed_without_error()
    {
        const string letters = "aeysltdion'";
        for (var number = 0; number < 20_000; number++)
        {
            var word = string.Concat(Enumerable.Range(0, 4).Select(place => letters[number / (int)Math.Pow(11, place) % 11]));

            Assert.InRange(EnglishStemmer.Stem(word).Length, 0, word.Length + 1);
        }
    }
}
