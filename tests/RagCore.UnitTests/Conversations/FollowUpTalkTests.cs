using System.Runtime.CompilerServices;
using ChatOpsBot.RagCore.Commands;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.UnitTests.Conversations;

public sealed class FollowUpTalkTests
{
    [Theory]
    [InlineData("and for contractors?")]
    [InlineData("and in Rotterdam")]
    [InlineData("How much is it")]
    [InlineData("what about part-time")]
    [InlineData("Thanks! Does that hold in Lisbon? I am there next week.")]
    [InlineData("und für Externe?")]
    [InlineData("وماذا عن المقاولين؟")]
    [InlineData("請問多少天？")]
    [InlineData("Wie lange")]
    [InlineData("Und bei Teilzeit")]
    [InlineData("Was gilt für Externe")]
    [InlineData("Puis-je la reporter")]
    [InlineData("Et si je suis malade")]
    [InlineData("Qu’est-ce que ça change")]
    [InlineData("Y para los becarios")]
    [InlineData("¿Y en Madrid?")]
    [InlineData("Cuántas horas son")]
    [InlineData("契約社員も対象ですか")]
    [InlineData("海外でも使えますか。")]
    [InlineData("パートの場合は")]
    [InlineData("Hilfe!")]
    [InlineData("aide")]
    [InlineData("Fuentes")]
    [InlineData("ヘルプ。")]
    [InlineData("Vergessen")]
    public void A_question_is_taken(string text) => Assert.True(FollowUpTalk.ReadsAsQuestion(text));

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("thanks Bob")]
    [InlineData("I'll do it")]
    [InlineData("will do")]
    [InlineData("And I told you so")]
    [InlineData("see https://wiki.example.com/page?id=4")]
    [InlineData("Can't make it today.")]
    [InlineData("is")]
    [InlineData("Kann ich machen")]
    [InlineData("Ist erledigt")]
    [InlineData("Et voilà")]
    [InlineData("Y gracias")]
    [InlineData("了解です")]
    [InlineData("ありがとうございます。")]
    public void A_remark_between_colleagues_is_left_alone(string text) => Assert.False(FollowUpTalk.ReadsAsQuestion(text));

    [Fact]
    public void Every_command_is_taken()
    {
        var commands = typeof(ICommand).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(ICommand)) && !type.IsAbstract)
            .Select(type => ((ICommand)RuntimeHelpers.GetUninitializedObject(type)).Name)
            .ToList();

        Assert.NotEmpty(commands);
        Assert.All(commands, name => Assert.True(FollowUpTalk.ReadsAsQuestion($" {name}! "), name));
    }

    [Fact]
    public void A_long_text_without_a_question_mark_is_no_question()
        => Assert.False(FollowUpTalk.ReadsAsQuestion("how " + new string('x', 400)));
}
