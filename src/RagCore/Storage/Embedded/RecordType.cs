namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>What a record of the log says. Numbers are stored: they may be added but never change their meaning.</summary>
internal enum RecordType : byte
{
    Accepted = 1,
    Edited = 2,
    Cancelled = 3,
    Leased = 4,
    ReceiptStored = 5,
    Answered = 6,
    Delivered = 7,
    Retried = 8,
    Released = 9,
    Dead = 10,
    Forgotten = 11,
    Voted = 12,
    Replayed = 13,
    QuestionAnswered = 14,
    RecordKept = 15,
    RecordRemoved = 16,
    Withdrawn = 20,
}
