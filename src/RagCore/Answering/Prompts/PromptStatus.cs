namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>Whether a version of a prompt is used.</summary>
internal enum PromptStatus
{
    /// <summary>Only where somebody asks for this version by name, as <c>eval cases</c> does.</summary>
    Draft,

    /// <summary>For people, by its weight among the active versions.</summary>
    Active,

    /// <summary>Not any more; kept so that turns that name it can be explained.</summary>
    Retired,
}
