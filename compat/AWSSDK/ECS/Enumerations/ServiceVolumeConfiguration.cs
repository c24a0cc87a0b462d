using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECS;

public class EBSResourceType(string value) : ConstantClass(value)
{
    public static readonly EBSResourceType Volume = new("volume");

    public static EBSResourceType FindValue(string value) => FindValue<EBSResourceType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator EBSResourceType?(string? value) => FindValue<EBSResourceType>(value);
}

public class PropagateTags(string value) : ConstantClass(value)
{
    public static readonly PropagateTags TASK_DEFINITION = new("TASK_DEFINITION");
    public static readonly PropagateTags SERVICE = new("SERVICE");
    public static readonly PropagateTags NONE = new("NONE");

    public static PropagateTags FindValue(string value) => FindValue<PropagateTags>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PropagateTags?(string? value) => FindValue<PropagateTags>(value);
}

public class TaskFilesystemType(string value) : ConstantClass(value)
{
    public static readonly TaskFilesystemType Ext3 = new("ext3");
    public static readonly TaskFilesystemType Ext4 = new("ext4");
    public static readonly TaskFilesystemType Xfs = new("xfs");
    public static readonly TaskFilesystemType Ntfs = new("ntfs");

    public static TaskFilesystemType FindValue(string value) => FindValue<TaskFilesystemType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TaskFilesystemType?(string? value) => FindValue<TaskFilesystemType>(value);
}
