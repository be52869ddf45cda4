/**
 * The tables and functions of Global Chat for supabase-js: createClient<Database>(…).
 * GENERATED from the migrations by `npm run schema`. Do not edit.
 */

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      global_chat_agents: {
        Row: {
          availability: string;
          avatar_url: string | null;
          created_at: string;
          display_name: string;
          last_heartbeat_at: string | null;
          role: string;
          tenant_id: string;
          user_id: string;
        };
        Insert: {
          availability?: string;
          avatar_url?: string | null;
          created_at?: string;
          display_name: string;
          last_heartbeat_at?: string | null;
          role?: string;
          tenant_id: string;
          user_id: string;
        };
        Update: {
          availability?: string;
          avatar_url?: string | null;
          created_at?: string;
          display_name?: string;
          last_heartbeat_at?: string | null;
          role?: string;
          tenant_id?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'global_chat_agents_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'global_chat_tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      global_chat_canned_replies: {
        Row: {
          content: string;
          created_at: string;
          id: string;
          owner_id: string | null;
          shortcut: string;
          tenant_id: string;
          updated_at: string;
        };
        Insert: {
          content: string;
          created_at?: string;
          id?: string;
          owner_id?: string | null;
          shortcut: string;
          tenant_id: string;
          updated_at?: string;
        };
        Update: {
          content?: string;
          created_at?: string;
          id?: string;
          owner_id?: string | null;
          shortcut?: string;
          tenant_id?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'global_chat_canned_replies_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'global_chat_tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      global_chat_messages: {
        Row: {
          attachments: Json;
          content: string;
          created_at: string;
          deleted_at: string | null;
          edited_at: string | null;
          id: string;
          metadata: Json;
          rev: number;
          sender_avatar_url: string | null;
          sender_id: string | null;
          sender_name: string | null;
          sender_type: string;
          seq: number;
          session_id: string;
          tenant_id: string;
          visitor_id: string;
        };
        Insert: {
          attachments?: Json;
          content: string;
          created_at?: string;
          deleted_at?: string | null;
          edited_at?: string | null;
          id?: string;
          metadata?: Json;
          rev: number;
          sender_avatar_url?: string | null;
          sender_id?: string | null;
          sender_name?: string | null;
          sender_type: string;
          seq: number;
          session_id: string;
          tenant_id: string;
          visitor_id: string;
        };
        Update: {
          attachments?: Json;
          content?: string;
          created_at?: string;
          deleted_at?: string | null;
          edited_at?: string | null;
          id?: string;
          metadata?: Json;
          rev?: number;
          sender_avatar_url?: string | null;
          sender_id?: string | null;
          sender_name?: string | null;
          sender_type?: string;
          seq?: number;
          session_id?: string;
          tenant_id?: string;
          visitor_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'global_chat_messages_session_id_fkey';
            columns: ['session_id'];
            isOneToOne: false;
            referencedRelation: 'global_chat_sessions';
            referencedColumns: ['id'];
          },
        ];
      };
      global_chat_notes: {
        Row: {
          author_id: string;
          author_name: string;
          content: string;
          created_at: string;
          id: string;
          mentions: string[];
          session_id: string;
          tenant_id: string;
          updated_at: string;
        };
        Insert: {
          author_id: string;
          author_name: string;
          content: string;
          created_at?: string;
          id?: string;
          mentions?: string[];
          session_id: string;
          tenant_id: string;
          updated_at?: string;
        };
        Update: {
          author_id?: string;
          author_name?: string;
          content?: string;
          created_at?: string;
          id?: string;
          mentions?: string[];
          session_id?: string;
          tenant_id?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'global_chat_notes_session_id_fkey';
            columns: ['session_id'];
            isOneToOne: false;
            referencedRelation: 'global_chat_sessions';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'global_chat_notes_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'global_chat_tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      global_chat_saved_views: {
        Row: {
          created_at: string;
          filters: Json;
          id: string;
          name: string;
          owner_id: string | null;
          tenant_id: string;
        };
        Insert: {
          created_at?: string;
          filters?: Json;
          id?: string;
          name: string;
          owner_id?: string | null;
          tenant_id: string;
        };
        Update: {
          created_at?: string;
          filters?: Json;
          id?: string;
          name?: string;
          owner_id?: string | null;
          tenant_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'global_chat_saved_views_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'global_chat_tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      global_chat_sessions: {
        Row: {
          active_at: string | null;
          agent_avatar_url: string | null;
          agent_delivered_seq: number;
          agent_name: string | null;
          agent_read_seq: number;
          agent_unread: number;
          assigned_to: string | null;
          attribute_order: string[];
          client_visitor_id: string | null;
          created_at: string;
          first_reply_at: string | null;
          id: string;
          last_message_at: string | null;
          last_message_by: string | null;
          last_message_preview: string | null;
          last_seq: number;
          priority: string;
          rating: number | null;
          rating_comment: string | null;
          resolved_at: string | null;
          rev: number;
          snoozed_until: string | null;
          status: string;
          tags: string[];
          team_rev: number;
          team_updated_at: string | null;
          tenant_id: string;
          updated_at: string;
          visitor_blocked_at: string | null;
          visitor_delivered_seq: number;
          visitor_email: string | null;
          visitor_events: Json;
          visitor_id: string;
          visitor_metadata: Json;
          visitor_name: string | null;
          visitor_read_seq: number;
          visitor_unread: number;
          visitor_verified: boolean;
          widget_id: string;
        };
        Insert: {
          agent_avatar_url?: string | null;
          agent_delivered_seq?: number;
          agent_name?: string | null;
          agent_read_seq?: number;
          agent_unread?: number;
          assigned_to?: string | null;
          attribute_order?: string[];
          client_visitor_id?: string | null;
          created_at?: string;
          first_reply_at?: string | null;
          id?: string;
          last_message_at?: string | null;
          last_message_by?: string | null;
          last_message_preview?: string | null;
          last_seq?: number;
          priority?: string;
          rating?: number | null;
          rating_comment?: string | null;
          resolved_at?: string | null;
          rev?: number;
          snoozed_until?: string | null;
          status?: string;
          tags?: string[];
          team_rev?: number;
          team_updated_at?: string | null;
          tenant_id: string;
          updated_at?: string;
          visitor_blocked_at?: string | null;
          visitor_delivered_seq?: number;
          visitor_email?: string | null;
          visitor_events?: Json;
          visitor_id: string;
          visitor_metadata?: Json;
          visitor_name?: string | null;
          visitor_read_seq?: number;
          visitor_unread?: number;
          visitor_verified?: boolean;
          widget_id: string;
        };
        Update: {
          agent_avatar_url?: string | null;
          agent_delivered_seq?: number;
          agent_name?: string | null;
          agent_read_seq?: number;
          agent_unread?: number;
          assigned_to?: string | null;
          attribute_order?: string[];
          client_visitor_id?: string | null;
          created_at?: string;
          first_reply_at?: string | null;
          id?: string;
          last_message_at?: string | null;
          last_message_by?: string | null;
          last_message_preview?: string | null;
          last_seq?: number;
          priority?: string;
          rating?: number | null;
          rating_comment?: string | null;
          resolved_at?: string | null;
          rev?: number;
          snoozed_until?: string | null;
          status?: string;
          tags?: string[];
          team_rev?: number;
          team_updated_at?: string | null;
          tenant_id?: string;
          updated_at?: string;
          visitor_blocked_at?: string | null;
          visitor_delivered_seq?: number;
          visitor_email?: string | null;
          visitor_events?: Json;
          visitor_id?: string;
          visitor_metadata?: Json;
          visitor_name?: string | null;
          visitor_read_seq?: number;
          visitor_unread?: number;
          visitor_verified?: boolean;
          widget_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'global_chat_sessions_tenant_id_assigned_to_fkey';
            columns: ['tenant_id', 'assigned_to'];
            isOneToOne: false;
            referencedRelation: 'global_chat_agents';
            referencedColumns: ['tenant_id', 'user_id'];
          },
          {
            foreignKeyName: 'global_chat_sessions_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'global_chat_tenants';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'global_chat_sessions_visitor_id_fkey';
            columns: ['visitor_id'];
            isOneToOne: false;
            referencedRelation: 'global_chat_visitors';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'global_chat_sessions_widget_id_fkey';
            columns: ['widget_id'];
            isOneToOne: false;
            referencedRelation: 'global_widget_config';
            referencedColumns: ['id'];
          },
        ];
      };
      global_chat_tenants: {
        Row: {
          created_at: string;
          file_bytes_per_day: number;
          id: string;
          messages_per_day: number;
          name: string;
          online_needs_agent: boolean | null;
          retention_days: number | null;
          sessions_per_day: number;
          slug: string;
          visitors_per_day: number;
        };
        Insert: {
          created_at?: string;
          file_bytes_per_day?: number;
          id?: string;
          messages_per_day?: number;
          name: string;
          online_needs_agent?: boolean | null;
          retention_days?: number | null;
          sessions_per_day?: number;
          slug: string;
          visitors_per_day?: number;
        };
        Update: {
          created_at?: string;
          file_bytes_per_day?: number;
          id?: string;
          messages_per_day?: number;
          name?: string;
          online_needs_agent?: boolean | null;
          retention_days?: number | null;
          sessions_per_day?: number;
          slug?: string;
          visitors_per_day?: number;
        };
        Relationships: [
        ];
      };
      global_chat_visitors: {
        Row: {
          attribute_order: string[];
          blocked_at: string | null;
          created_at: string;
          email: string | null;
          external_id: string | null;
          id: string;
          last_seen_at: string;
          merged_into: string | null;
          metadata: Json;
          name: string | null;
          tenant_id: string;
          verified: boolean;
        };
        Insert: {
          attribute_order?: string[];
          blocked_at?: string | null;
          created_at?: string;
          email?: string | null;
          external_id?: string | null;
          id?: string;
          last_seen_at?: string;
          merged_into?: string | null;
          metadata?: Json;
          name?: string | null;
          tenant_id: string;
          verified?: boolean;
        };
        Update: {
          attribute_order?: string[];
          blocked_at?: string | null;
          created_at?: string;
          email?: string | null;
          external_id?: string | null;
          id?: string;
          last_seen_at?: string;
          merged_into?: string | null;
          metadata?: Json;
          name?: string | null;
          tenant_id?: string;
          verified?: boolean;
        };
        Relationships: [
          {
            foreignKeyName: 'global_chat_visitors_merged_into_fkey';
            columns: ['merged_into'];
            isOneToOne: false;
            referencedRelation: 'global_chat_visitors';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'global_chat_visitors_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'global_chat_tenants';
            referencedColumns: ['id'];
          },
        ];
      };
      global_widget_config: {
        Row: {
          allowed_domains: string[];
          attachments: boolean;
          away_text: string | null;
          bubble_agent_color: string | null;
          bubble_visitor_color: string | null;
          business_hours: Json | null;
          captcha_provider: string | null;
          captcha_site_key: string | null;
          color_scheme: string;
          consent_required: boolean;
          consent_text: string | null;
          created_at: string;
          csat: boolean;
          edit_minutes: number;
          file_bytes_per_day: number;
          files_per_day: number;
          greeting_text: string | null;
          hours_exceptions: Json;
          id: string;
          launcher_icon: string;
          launcher_label: string | null;
          locales: Json;
          message_burst: number;
          messages_per_second: number;
          name: string;
          offset_block: number;
          offset_inline: number;
          on_bubble_agent_color: string | null;
          on_bubble_visitor_color: string | null;
          on_primary_color: string | null;
          on_primary_color_dark: string | null;
          on_surface_color: string | null;
          on_surface_color_dark: string | null;
          placeholder_text: string | null;
          position: string;
          pre_chat: Json;
          primary_color: string | null;
          primary_color_dark: string | null;
          privacy_url: string | null;
          radius: number;
          receipts: boolean;
          reply_minutes: number | null;
          session_burst: number;
          sessions_per_second: number;
          shape: string;
          show_team: boolean;
          sounds: boolean;
          suggestions: string | null;
          surface_color: string | null;
          surface_color_dark: string | null;
          team_name: string | null;
          teaser_text: string | null;
          tenant_id: string;
          tenant_sessions_per_minute: number;
          time_zone: string;
          triggers: Json;
          typing: boolean;
          updated_at: string;
        };
        Insert: {
          allowed_domains?: string[];
          attachments?: boolean;
          away_text?: string | null;
          bubble_agent_color?: string | null;
          bubble_visitor_color?: string | null;
          business_hours?: Json | null;
          captcha_provider?: string | null;
          captcha_site_key?: string | null;
          color_scheme?: string;
          consent_required?: boolean;
          consent_text?: string | null;
          created_at?: string;
          csat?: boolean;
          edit_minutes?: number;
          file_bytes_per_day?: number;
          files_per_day?: number;
          greeting_text?: string | null;
          hours_exceptions?: Json;
          id?: string;
          launcher_icon?: string;
          launcher_label?: string | null;
          locales?: Json;
          message_burst?: number;
          messages_per_second?: number;
          name: string;
          offset_block?: number;
          offset_inline?: number;
          on_bubble_agent_color?: string | null;
          on_bubble_visitor_color?: string | null;
          on_primary_color?: string | null;
          on_primary_color_dark?: string | null;
          on_surface_color?: string | null;
          on_surface_color_dark?: string | null;
          placeholder_text?: string | null;
          position?: string;
          pre_chat?: Json;
          primary_color?: string | null;
          primary_color_dark?: string | null;
          privacy_url?: string | null;
          radius?: number;
          receipts?: boolean;
          reply_minutes?: number | null;
          session_burst?: number;
          sessions_per_second?: number;
          shape?: string;
          show_team?: boolean;
          sounds?: boolean;
          suggestions?: string | null;
          surface_color?: string | null;
          surface_color_dark?: string | null;
          team_name?: string | null;
          teaser_text?: string | null;
          tenant_id: string;
          tenant_sessions_per_minute?: number;
          time_zone?: string;
          triggers?: Json;
          typing?: boolean;
          updated_at?: string;
        };
        Update: {
          allowed_domains?: string[];
          attachments?: boolean;
          away_text?: string | null;
          bubble_agent_color?: string | null;
          bubble_visitor_color?: string | null;
          business_hours?: Json | null;
          captcha_provider?: string | null;
          captcha_site_key?: string | null;
          color_scheme?: string;
          consent_required?: boolean;
          consent_text?: string | null;
          created_at?: string;
          csat?: boolean;
          edit_minutes?: number;
          file_bytes_per_day?: number;
          files_per_day?: number;
          greeting_text?: string | null;
          hours_exceptions?: Json;
          id?: string;
          launcher_icon?: string;
          launcher_label?: string | null;
          locales?: Json;
          message_burst?: number;
          messages_per_second?: number;
          name?: string;
          offset_block?: number;
          offset_inline?: number;
          on_bubble_agent_color?: string | null;
          on_bubble_visitor_color?: string | null;
          on_primary_color?: string | null;
          on_primary_color_dark?: string | null;
          on_surface_color?: string | null;
          on_surface_color_dark?: string | null;
          placeholder_text?: string | null;
          position?: string;
          pre_chat?: Json;
          primary_color?: string | null;
          primary_color_dark?: string | null;
          privacy_url?: string | null;
          radius?: number;
          receipts?: boolean;
          reply_minutes?: number | null;
          session_burst?: number;
          sessions_per_second?: number;
          shape?: string;
          show_team?: boolean;
          sounds?: boolean;
          suggestions?: string | null;
          surface_color?: string | null;
          surface_color_dark?: string | null;
          team_name?: string | null;
          teaser_text?: string | null;
          tenant_id?: string;
          tenant_sessions_per_minute?: number;
          time_zone?: string;
          triggers?: Json;
          typing?: boolean;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'global_widget_config_tenant_id_fkey';
            columns: ['tenant_id'];
            isOneToOne: false;
            referencedRelation: 'global_chat_tenants';
            referencedColumns: ['id'];
          },
        ];
      };
    };
    Views: { [_ in never]: never };
    Functions: {
      global_chat_accept_invitations: {
        Args: { code: string };
        Returns: Json;
      };
      global_chat_add_agent: {
        Args: { tenant_id: string; user_id: string; role?: string | null; display_name?: string | null };
        Returns: Json;
      };
      global_chat_add_note: {
        Args: { session_id: string; content: string; mentions?: string[] | null; note_id?: string | null };
        Returns: Json;
      };
      global_chat_apply_retention: {
        Args: { dry_run?: boolean | null };
        Returns: Json;
      };
      global_chat_attachment_path: {
        Args: { session_id: string; message_id: string; file_name: string };
        Returns: Json;
      };
      global_chat_audit_log: {
        Args: { tenant_id: string };
        Returns: Json;
      };
      global_chat_block_visitor: {
        Args: { visitor_id: string; blocked?: boolean | null };
        Returns: Json;
      };
      global_chat_cancel_invitation: {
        Args: { tenant_id: string; email: string };
        Returns: Json;
      };
      global_chat_create_tenant: {
        Args: { slug: string; name: string; admin_id?: string | null; admin_name?: string | null };
        Returns: Json;
      };
      global_chat_create_widget: {
        Args: { tenant_id: string; name: string };
        Returns: Json;
      };
      global_chat_delete_canned_reply: {
        Args: { reply_id: string };
        Returns: Json;
      };
      global_chat_delete_message: {
        Args: { message_id: string };
        Returns: Json;
      };
      global_chat_delete_note: {
        Args: { note_id: string };
        Returns: Json;
      };
      global_chat_delete_saved_view: {
        Args: { view_id: string };
        Returns: Json;
      };
      global_chat_edit_message: {
        Args: { message_id: string; content: string; base_rev?: number | null };
        Returns: Json;
      };
      global_chat_erase_me: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      global_chat_erase_visitor: {
        Args: { visitor_id: string };
        Returns: Json;
      };
      global_chat_export: {
        Args: { tenant_id: string; filters?: Json | null; cursor?: Json | null };
        Returns: Json;
      };
      global_chat_identify: {
        Args: { widget_id: string; token: string };
        Returns: Json;
      };
      global_chat_invite_agent: {
        Args: { tenant_id: string; email: string; role?: string | null; display_name?: string | null };
        Returns: Json;
      };
      global_chat_leftover_files: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      global_chat_leftover_users: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      global_chat_list_canned_replies: {
        Args: { tenant_id: string };
        Returns: Json;
      };
      global_chat_list_invitations: {
        Args: { tenant_id: string };
        Returns: Json;
      };
      global_chat_list_saved_views: {
        Args: { tenant_id: string };
        Returns: Json;
      };
      global_chat_list_sessions: {
        Args: { tenant_id: string; filters?: Json | null; page_size?: number | null; cursor?: Json | null };
        Returns: Json;
      };
      global_chat_list_widgets: {
        Args: { tenant_id: string };
        Returns: Json;
      };
      global_chat_mark_delivered: {
        Args: { session_id: string; seq: number };
        Returns: Json;
      };
      global_chat_mark_read: {
        Args: { session_id: string; seq: number };
        Returns: Json;
      };
      global_chat_my_memberships: {
        Args: Record<PropertyKey, never>;
        Returns: Json;
      };
      global_chat_my_sessions: {
        Args: { widget_id: string };
        Returns: Json;
      };
      global_chat_open_session: {
        Args: { widget_id: string; session_id: string; visitor?: Json | null; metadata?: Json | null };
        Returns: Json;
      };
      global_chat_rate_session: {
        Args: { session_id: string; score: number; comment?: string | null };
        Returns: Json;
      };
      global_chat_remove_agent: {
        Args: { tenant_id: string; user_id: string };
        Returns: Json;
      };
      global_chat_report: {
        Args: { tenant_id: string; since: string; until: string; time_zone?: string | null };
        Returns: Json;
      };
      global_chat_rotate_identity_key: {
        Args: { widget_id: string };
        Returns: Json;
      };
      global_chat_save_canned_reply: {
        Args: { tenant_id: string; shortcut: string; content: string; shared?: boolean | null; reply_id?: string | null };
        Returns: Json;
      };
      global_chat_save_view: {
        Args: { tenant_id: string; name: string; filters: Json; shared?: boolean | null; view_id?: string | null };
        Returns: Json;
      };
      global_chat_search: {
        Args: { tenant_id: string; query: string; filters?: Json | null; page_size?: number | null; cursor?: Json | null };
        Returns: Json;
      };
      global_chat_send_message: {
        Args: { session_id: string; message_id: string; content: string; attachments?: Json | null; metadata?: Json | null };
        Returns: Json;
      };
      global_chat_session_details: {
        Args: { session_id: string };
        Returns: Json;
      };
      global_chat_set_availability: {
        Args: { tenant_id: string; availability?: string | null };
        Returns: Json;
      };
      global_chat_sync: {
        Args: { session_id: string; since_rev?: number | null; before_seq?: number | null; page_size?: number | null };
        Returns: Json;
      };
      global_chat_team: {
        Args: { tenant_id: string };
        Returns: Json;
      };
      global_chat_track: {
        Args: { session_id: string; events: Json };
        Returns: Json;
      };
      global_chat_update_agent: {
        Args: { tenant_id: string; user_id: string; changes: Json };
        Returns: Json;
      };
      global_chat_update_note: {
        Args: { note_id: string; content?: string | null; mentions?: string[] | null };
        Returns: Json;
      };
      global_chat_update_session: {
        Args: { session_id: string; changes: Json };
        Returns: Json;
      };
      global_chat_update_sessions: {
        Args: { session_ids: string[]; changes: Json };
        Returns: Json;
      };
      global_chat_update_visitor: {
        Args: { session_id: string; visitor?: Json | null; metadata?: Json | null };
        Returns: Json;
      };
      global_chat_update_widget: {
        Args: { widget_id: string; changes: Json };
        Returns: Json;
      };
      global_chat_usage: {
        Args: { tenant_id: string };
        Returns: Json;
      };
      global_chat_widget_config: {
        Args: { widget_id: string; locale?: string | null };
        Returns: Json;
      };
      global_chat_widget_settings: {
        Args: { widget_id: string };
        Returns: Json;
      };
    };
    Enums: { [_ in never]: never };
    CompositeTypes: { [_ in never]: never };
  };
};
