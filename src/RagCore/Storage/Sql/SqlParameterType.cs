namespace ChatOpsBot.RagCore.Storage.Sql;

/// <summary>What a parameter takes.</summary>
internal enum SqlParameterType
{
    Text,
    Integer,
    Decimal,
    Date,
    Boolean,
}
