namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>What sort of text a document is. Decides where it is cut.</summary>
public enum DocumentKind
{
    /// <summary>Prose under headings.</summary>
    Guide,

    /// <summary>Rules in numbered or titled sections.</summary>
    Policy,

    /// <summary>Questions, each with its answer.</summary>
    QuestionsAndAnswers,

    /// <summary>Rows of a sheet.</summary>
    Table,

    /// <summary>Slides of a presentation.</summary>
    Slides,

    /// <summary>Mail.</summary>
    Mail,

    /// <summary>Messages of a channel.</summary>
    Chat,
}
