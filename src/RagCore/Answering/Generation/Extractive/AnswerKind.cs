namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>What kind of words answers a question.</summary>
internal enum AnswerKind
{
    Any,
    Amount,
    Time,
    Person,
    Place,
    Steps,
}
