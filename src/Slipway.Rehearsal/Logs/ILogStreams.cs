namespace Slipway.Rehearsal.Logs;

/// <summary>What ECS needs of CloudWatch Logs.</summary>
internal interface ILogStreams
{
    bool GroupExists(string group);

    /// <summary>Creates the group when it does not exist (the awslogs driver's awslogs-create-group).</summary>
    void EnsureGroup(string group);

    /// <summary>Adds one event; the stream is created by its first event.</summary>
    void Append(string group, string stream, DateTimeOffset at, string message);

    /// <summary>When the last event of a stream was; null: there is none.</summary>
    DateTimeOffset? Last(string group, string stream);
}
